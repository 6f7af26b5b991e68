"""The settings of the knowledge: a folder, or a git repository to follow."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from bot.settings.fields import Part


class KnowledgeSettings(Part):
    """Where knowledge comes from."""

    knowledge: Path | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE",
        description="The knowledge folder; without it ./knowledge, else the copy in the package",
        examples=["/srv/knowledge"],
    )
    knowledge_git_url: str | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE_GIT_URL",
        description="The git repository to follow instead of a folder, where the host has no lasting disk",
        examples=["git@github.com:kommun/knowledge.git"],
    )
    knowledge_git_branch: str = Field(
        "main",
        validation_alias="VANORT_KNOWLEDGE_GIT_BRANCH",
        description="The branch to follow",
        examples=["main"],
    )
    knowledge_git_key: SecretStr | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE_GIT_KEY",
        description="An SSH private key (its text) or, for https, a token; one that may only read this repository",
        examples=["the text of the file made by: ssh-keygen -t ed25519 -N '' -f vanort-key"],
    )
    knowledge_git_known_hosts: str | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE_GIT_KNOWN_HOSTS",
        description="The SSH server's public keys, as known_hosts has them; without it, those of the machine",
        examples=["github.com ssh-ed25519 AAAA…"],
    )
    knowledge_poll_seconds: float = Field(
        60,
        validation_alias="VANORT_KNOWLEDGE_POLL_SECONDS",
        ge=5,
        le=86400,
        description="Seconds between two fetches from the git repository",
        examples=["60"],
    )

    @model_validator(mode="after")
    def _knowledge(self) -> Self:
        if self.knowledge_git_url is None:
            if self.knowledge_git_key is not None:
                raise ValueError(
                    "VANORT_KNOWLEDGE_GIT_KEY is set without VANORT_KNOWLEDGE_GIT_URL. Set both to follow a repository."
                )
            return self
        if self.knowledge is not None:
            raise ValueError(
                "VANORT_KNOWLEDGE and VANORT_KNOWLEDGE_GIT_URL are both set, and one process answers from one of them. "
                "Remove the one that is not meant."
            )
        from bot.live.gitcommand import check_address  # lazily: whoever follows no repository needs no watching

        key = self.knowledge_git_key
        check_address(self.knowledge_git_url, key.get_secret_value() if key else None)
        return self
