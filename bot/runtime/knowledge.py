"""The knowledge of each tenant, in the languages that it chose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bot.kb.base import KnowledgeBase, open_base
from bot.kb.problem import Problem, Severity
from bot.question import Language


class Provider(Protocol):
    """Where answers take the knowledge from: `current` may be another base at each call, each one whole."""

    def current(self) -> KnowledgeBase:
        """Return the knowledge that is live. Raises KnowledgeFaults where there is none."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the newest files, whether they are live or not."""

    @property
    def commit(self) -> str | None:
        """The commit that is live, where knowledge comes from a git repository."""

    def close(self) -> None:
        """Stop what keeps it up to date."""


class KnowledgeFaults(Exception):
    """A knowledge folder has faults and cannot be used; `problems` are all of them."""

    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"The knowledge folder {folder} has {len(problems)} faults. Run vanort check and mend them.")
        self.folder = folder
        self.problems = problems


class NoKnowledge:
    """A tenant whose folder has faults, in a deployment that serves others: its questions wait, then fail."""

    commit = None

    def __init__(self, faults: KnowledgeFaults) -> None:
        self._faults = faults
        self.problems = faults.problems

    def current(self) -> KnowledgeBase:
        """Raise KnowledgeFaults."""
        raise KnowledgeFaults(self._faults.folder, self.problems)

    def close(self) -> None:
        """Do nothing."""


class FixedKnowledge:
    """The knowledge of a folder as it was at the start.

    Args:
        folder: the knowledge folder.
        cache: a folder for built indexes; None builds in memory.

    Raises:
        KnowledgeFaults: the folder cannot be used.
    """

    commit = None

    def __init__(self, folder: Path, cache: Path | None) -> None:
        opened = open_base(folder, cache)
        if opened.base is None:
            raise KnowledgeFaults(folder, tuple(p for p in opened.problems if p.severity is Severity.FAULT))
        self._base = opened.base
        self.problems = opened.problems

    def current(self) -> KnowledgeBase:
        """Return the knowledge."""
        return self._base

    def close(self) -> None:
        """Do nothing: nothing keeps it up to date."""


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


def open_knowledge(folder: Path, languages: tuple[Language, ...], cache: Path | None) -> Provider:
    """Return a tenant's knowledge.

    Args:
        folder: the knowledge folder.
        languages: to answer in; empty for those of municipality.yaml.
        cache: a folder for built indexes.

    Raises:
        KnowledgeFaults: there is nothing to answer from.
    """
    provider = FixedKnowledge(folder, cache)
    return InLanguages(provider, languages) if languages else provider
