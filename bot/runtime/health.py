"""Whether the process lives, and whether it can answer: values that the server shows as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.kb.problem import faults_of
from bot.live import NoKnowledge
from bot.runtime.delivery import Channel
from bot.runtime.knowledge import Provider
from bot.runtime.store_source import StoreSource
from bot.store import StoreError


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the process can take questions, and what each part says."""

    ready: bool
    parts: Mapping[str, Any]


def readiness(source: StoreSource, knowledge: Mapping[str, Provider], channels: Mapping[str, Channel]) -> Readiness:
    """Ask every part. It asks the store, so not in the event loop's thread.

    Args:
        source: gives the store.
        knowledge: of each tenant. Faults in newer files are shown and do not make the process unready, nor does one
            tenant of several that has none.
        channels: by their names.
    """
    store = _store(source)
    states = {name: {"ok": channel.ready()} for name, channel in channels.items()}
    told = {name: _knowledge(provider) for name, provider in knowledge.items()}
    ready = (
        store["ok"] and any(state["ok"] for state in told.values()) and all(state["ok"] for state in states.values())
    )
    return Readiness(ready, {"store": store, "knowledge": told, "channels": states})


def _store(source: StoreSource) -> dict[str, Any]:
    try:
        source.get().ping()
    except StoreError as error:
        # The class alone: the message names hosts, and this page may be open to everybody. The log has the rest.
        return {"ok": False, "error": type(error).__name__}
    return {"ok": True}


def _knowledge(provider: Provider) -> dict[str, Any]:
    faults = faults_of(provider.problems)
    told = {
        "faults": [f"{p.file}:{p.line} {p.id}" for p in faults],
        "warnings": len(provider.problems) - len(faults),
    }
    try:
        knowledge = provider.current().knowledge
    except NoKnowledge:
        return {"ok": False, **told}
    state = {"digest": knowledge.digest[:12], "commit": provider.commit, "entries": len(knowledge.items)}
    return {"ok": True, **state, **told}
