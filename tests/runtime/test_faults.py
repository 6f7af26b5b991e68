"""The coordinator hears of faults in the knowledge files once, whichever process sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from serving import KEY, Known

from bot.kb.base import KnowledgeBase
from bot.kb.problem import Problem, Severity
from bot.live import NoKnowledge
from bot.runtime.faults import MOST_TOLD, FaultWatch
from bot.runtime.knowledge import Missing, Provider
from bot.runtime.store_source import StoreSource
from bot.store import Retention, open_store
from bot.tenants import Tenants, one

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FAULT = Problem("VK110", "facts/x.sv.md", 7)
OTHER = Problem("VK113", "facts/y.sv.md", 2, {"id": "y", "language": "en"})
WARNING = Problem("VK305", "facts/z.sv.md", 1, {}, Severity.WARNING)


class Faulty(Known):
    """Knowledge whose newest files have these problems."""

    def __init__(self, base: KnowledgeBase, *problems: Problem) -> None:
        super().__init__(base)
        self.problems = problems  # type: ignore[assignment]


class Process:
    """The part of a process that tells of faults."""

    def __init__(self, url: str, provider: Provider, tenants: Tenants) -> None:
        self.source = StoreSource(lambda: open_store(url, key=KEY.encode()))
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        self.rings = 0
        self.watch = FaultWatch(self.source, tenants, {"default": provider}, self._ring, lambda: self.now, STOCKHOLM)

    def _ring(self) -> None:
        self.rings += 1

    def notices(self) -> list[tuple[str, str]]:
        """Take what waits in the inbox."""
        found = []
        inbox = self.source.get().inbox
        while (item := inbox.claim("test", self.now, 60)) is not None:
            assert item.payload["place"] == "w/desk"
            found.append((item.payload["text"], item.payload["quote"]))
            inbox.done(item, self.now)
        return found


@pytest.fixture
def start(database_url: str, base: KnowledgeBase) -> Iterator[Any]:
    started: list[Process] = []

    def begin(provider: Provider, places: dict[str, str] | None = None) -> Process:
        where = {"loopback": "w/desk"} if places is None else places
        started.append(Process(database_url, provider, one(Path("k"), Retention(), places=where)))
        return started[-1]

    yield begin
    for process in started:
        process.source.close()


def test_a_set_of_faults_is_told_once_by_several_processes_and_after_a_restart(start: Any, base: KnowledgeBase) -> None:
    first, second = start(Faulty(base, FAULT, WARNING)), start(Faulty(base, FAULT, WARNING))
    for process in (first, second, first):
        process.watch.look()
    assert (first.rings, second.rings) == (1, 0)
    ((text, quote),) = first.notices()
    assert text.startswith("Kunskapsfilerna har fel.")
    assert quote == "facts/x.sv.md:7: Posten saknar text. Skriv svaret under den andra raden med ---."
    start(Faulty(base, FAULT)).watch.look()
    assert first.notices() == []


def test_other_faults_and_their_mending_are_told(start: Any, base: KnowledgeBase) -> None:
    provider = Faulty(base, FAULT)
    process = start(provider)
    process.watch.look()
    provider.problems = (FAULT, OTHER)  # type: ignore[assignment]
    process.watch.look()
    provider.problems = ()
    process.watch.look()
    process.watch.look()
    told = process.notices()
    assert [quote.count("\n") + bool(quote) for _, quote in told] == [1, 2, 0]
    assert told[2][0].startswith("Felen i kunskapsfilerna är rättade")


@pytest.mark.parametrize("id_", ["VK003", "VK004", "VK005"])
def test_a_failure_is_told_once_though_it_is_worded_otherwise_each_time(
    start: Any, base: KnowledgeBase, id_: str
) -> None:
    def failure(milliseconds: int) -> Problem:
        reason = f"Failed to connect to git.example port 443 after {milliseconds} ms"
        return Problem(id_, "main", 1, {"url": "https://git.example/k.git", "branch": "main", "reason": reason})

    provider = Faulty(base, failure(3))
    first, second = start(provider), start(Faulty(base, failure(5)))
    first.watch.look()
    provider.problems = (failure(4),)  # type: ignore[assignment]
    first.watch.look()
    second.watch.look()
    assert len(first.notices()) == 1


def test_many_faults_are_counted(start: Any, base: KnowledgeBase) -> None:
    process = start(Faulty(base, *(Problem("VK110", f"facts/{n}.sv.md", 7) for n in range(MOST_TOLD + 3))))
    process.watch.look()
    ((_, quote),) = process.notices()
    assert quote.splitlines()[MOST_TOLD:] == ["och 3 till"]


def test_a_tenant_that_has_no_knowledge_at_all_is_told_too(start: Any) -> None:
    provider = Missing((FAULT,))
    with pytest.raises(NoKnowledge):
        provider.current()
    process = start(provider)
    process.watch.look()
    assert len(process.notices()) == 1


def test_without_faults_or_without_a_place_nothing_is_told(start: Any, base: KnowledgeBase) -> None:
    well, nowhere = start(Faulty(base, WARNING)), start(Faulty(base, FAULT), {})
    well.watch.look()
    nowhere.watch.look()
    assert well.notices() == []


def test_a_server_tells_it_in_the_coordinators_place(serve: Any, receiver: Any, base: KnowledgeBase) -> None:
    peer = serve(
        knowledge={"default": Faulty(base, FAULT)},
        VANORT_COORDINATORS="loopback=anna",
        VANORT_COORDINATOR_PLACES="loopback=w/desk",
    )
    post = receiver.until(lambda: receiver.others[:1])[0]
    assert post["conversation"] == "desk"
    assert "VK" not in post["notice"]["text"]
    peer.wait_for_handled("notice")
