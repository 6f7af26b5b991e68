"""Tells the coordinator of faults in the knowledge files: once for each set of them, whichever process is first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from bot.kb.problem import Problem, faults_of
from bot.live import fault_key
from bot.locales import phrase
from bot.question import Language
from bot.runtime import errands
from bot.runtime.knowledge import Provider, usual_language
from bot.runtime.messages import Notice
from bot.runtime.store_source import StoreSource
from bot.tenants import Tenant, Tenants

LOOK_SECONDS = 2.0
MOST_TOLD = 10
"""Faults in one notice; the others are counted."""


class FaultWatch:
    """Looks at each tenant's problems and puts a notice into the inbox.

    A set of faults is told once a day at most: the store remembers it, so that several processes and restarts do not
    repeat it. That the faults are mended is told in the same way.

    Args:
        source: gives the store.
        tenants: whose coordinators are told, where they have a place for it.
        knowledge: of each tenant, by its name.
        ring: called when a notice was put into the inbox.
        clock: tells the time, with its zone.
        zone: in which it is today.
    """

    def __init__(
        self,
        source: StoreSource,
        tenants: Tenants,
        knowledge: Mapping[str, Provider],
        ring: Callable[[], None],
        clock: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._source, self._tenants, self._knowledge = source, tenants, knowledge
        self._ring, self._clock, self._zone = ring, clock, zone
        self._told: dict[str, str] = {}

    def look(self) -> None:
        """Look once at every tenant. Raises StoreError: then it is told at the next look."""
        for tenant in self._tenants:
            provider = self._knowledge[tenant.name]
            faults = faults_of(provider.problems)
            before, key = self._told.get(tenant.name), fault_key(faults) if faults else ""
            if before == key or (before is None and not faults):
                continue
            self._tell(
                tenant,
                _text(faults, usual_language(self._knowledge, tenant)),
                f"{'faults' if faults else 'mended'}/{key or before}",
            )
            self._told[tenant.name] = key

    def _tell(self, tenant: Tenant, notice: Notice, what: str) -> None:
        now = self._clock()
        name = f"{what}/{now.astimezone(self._zone).date()}"
        for channel, place in tenant.places.items():
            once = f"{name}/{channel}"
            item = errands.notice(tenant.name, channel, place, notice, cause=once, line="faults", once=once)
            if self._source.get().inbox.accept(item, now):
                self._ring()


def _text(faults: tuple[Problem, ...], language: Language) -> Notice:
    if not faults:
        return Notice(language, phrase(language, "faults.mended"))
    lines = [f"{p.file}:{p.line}: {p.what(language)} {p.remedy(language)}" for p in faults[:MOST_TOLD]]
    left = len(faults) - MOST_TOLD
    if left > 0:
        lines.append(phrase(language, "card.more").format(count=left))
    return Notice(language, phrase(language, "faults.found"), quote="\n".join(lines))
