"""The knowledge of each tenant, kept up to date, in the languages that the tenant chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import structlog

from bot.kb.base import KnowledgeBase
from bot.kb.problem import Problem
from bot.live import GitSource, LiveKnowledge, NoKnowledge, Problems, Source
from bot.locales import phrase
from bot.question import Language
from bot.settings import ServerSettings
from bot.tenants import Tenant

_log = structlog.get_logger("vanort")


class Provider(Protocol):
    """Where answers take the knowledge from: `current` may be another base at each call, each one whole."""

    def current(self) -> KnowledgeBase:
        """Return the knowledge that is live. Raises NoKnowledge where there is none."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the newest files, whether they are live or not."""

    @property
    def commit(self) -> str | None:
        """The commit that is live, where knowledge comes from a git repository."""

    def close(self) -> None:
        """Stop what keeps it up to date."""


class Missing:
    """A tenant without knowledge, in a deployment that serves others: its questions wait, and get an apology."""

    commit = None

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def current(self) -> KnowledgeBase:
        """Raise NoKnowledge."""
        raise NoKnowledge(self.problems)

    def close(self) -> None:
        """Do nothing."""


class InLanguages:
    """A provider's knowledge, answered in the tenant's languages instead of those in municipality.yaml."""

    def __init__(self, provider: Provider, languages: tuple[Language, ...]) -> None:
        self._provider = provider
        self._languages = languages
        self._last: tuple[KnowledgeBase, KnowledgeBase] | None = None

    def current(self) -> KnowledgeBase:
        """Return the knowledge that is live."""
        base, last = self._provider.current(), self._last
        if last is None or last[0] is not base:
            municipality = base.knowledge.municipality.model_copy(update={"languages": list(self._languages)})
            # What others derived from the base may depend on its languages: `extras` begins anew.
            mine = replace(base, knowledge=replace(base.knowledge, municipality=municipality), extras={})
            last = self._last = (base, mine)
        return last[1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """As the provider tells."""
        return self._provider.problems

    @property
    def commit(self) -> str | None:
        """As the provider tells."""
        return self._provider.commit

    def close(self) -> None:
        """Close the provider."""
        self._provider.close()


def open_knowledge(tenant: Tenant, settings: ServerSettings, cache: Path | None) -> Provider:
    """Return a tenant's knowledge, which follows its files.

    Args:
        tenant: whose; with a repository in the settings, its folder is one in there.
        settings: name the repository, if there is one.
        cache: a folder for built indexes.

    Raises:
        NoKnowledge: there is nothing to answer from.
    """
    live = LiveKnowledge(
        _source(tenant, settings), cache=cache, on_fault=_tell_faults(tenant.name), on_change=_tell_change(tenant.name)
    )
    return InLanguages(live, tenant.languages) if tenant.languages else live


def _source(tenant: Tenant, settings: ServerSettings) -> Path | Source:
    if settings.knowledge_git_url is None:
        return tenant.knowledge
    key = settings.knowledge_git_key
    return GitSource(
        settings.knowledge_git_url,
        settings.knowledge_git_branch,
        key=key.get_secret_value() if key else None,
        known_hosts=settings.knowledge_git_known_hosts,
        subfolder=tenant.knowledge.as_posix() if settings.tenants else None,
        poll_seconds=settings.knowledge_poll_seconds,
    )


def _tell_faults(tenant: str) -> Callable[[Problems], None]:
    def tell(problems: Problems) -> None:
        places = [f"{p.file}:{p.line} {p.id}" for p in problems]
        _log.error("knowledge_faulty", tenant=tenant, faults=places)

    return tell


def _tell_change(tenant: str) -> Callable[[KnowledgeBase, KnowledgeBase], None]:
    def tell(_: KnowledgeBase, new: KnowledgeBase) -> None:
        _log.info("knowledge_changed", tenant=tenant, digest=new.knowledge.digest[:12])

    return tell


def usual_language(knowledge: Mapping[str, Provider], tenant: Tenant) -> Language:
    """Return the language that a municipality works in, also where nothing of its files loads."""
    try:
        return known(knowledge, tenant.name).knowledge.municipality.languages[0]
    except NoKnowledge:
        return tenant.languages[0] if tenant.languages else Language.SV


def refusal_text(base: KnowledgeBase, language: Language) -> str:
    """Return what somebody is told who is none of the municipality's people."""
    return phrase(language, "no_answer.stranger").format(name=base.knowledge.municipality.name)


def known(knowledge: Mapping[str, Provider], tenant: str) -> KnowledgeBase:
    """Return a tenant's knowledge. Raises NoKnowledge, also where the tenant is not served any more."""
    provider = knowledge.get(tenant)
    if provider is None:
        raise NoKnowledge(())
    return provider.current()
