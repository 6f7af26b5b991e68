"""Entries that say different things on the same subject: another date, figure, stage, outcome, start or wording.

Two entries are on the same subject only where their files say so; likeness of words is not enough:

- statistics: a figure of the same year, unit and `what`;
- sections of law: the same statute, chapter and section;
- partner towns: a name (alias) of one stands in the other's title;
- decisions: the same case number; or, where not both have one, the same deciding body and a link between them
  (`related`, or a name of one in the other's title).

Past decisions (historical, expired) keep their stage and outcome, so only decisions that claim the present are compared
in those. An entry that another one replaces is expected to differ, but must no longer be told as holding now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from bot.kb.documents import Key
from bot.kb.entries import Decision, LegalRule, PartnerTown, Stage, Statistic
from bot.kb.knowledge import Item
from bot.kb.words import holds_name, split
from bot.render.fitting import ELLIPSIS, shorten

TEXT_CHARS = 60


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field of one entry and what another entry says instead."""

    entry: str
    key: Key
    value: str
    other: str
    other_value: str


def contradictions(items: Mapping[str, Item]) -> Iterator[Contradiction]:
    """Yield every pair of fields that cannot both be right."""
    entries = [item.entry for item in items.values()]
    yield from _figures([e for e in entries if isinstance(e, Statistic)])
    yield from _laws([e for e in entries if isinstance(e, LegalRule)])
    for one, other in combinations((item for item in items.values() if isinstance(item.entry, PartnerTown)), 2):
        if _named(one, other) and not _replaced(one, other):
            yield from _differences(one, other, "start", "end", "relation")
    for one, other in combinations((item for item in items.values() if isinstance(item.entry, Decision)), 2):
        yield from _decisions(one, other)


def outlived(items: Mapping[str, Item], today: date) -> Iterator[tuple[str, str]]:
    """Yield (entry, its successor) where a replaced entry is still told as holding now."""
    for key, item in items.items():
        successors = {item.entry.superseded_by} | {k for k, i in items.items() if i.entry.supersedes == key}
        later = [items[s] for s in successors if s is not None and s in items]
        if item.entry.status.past or not item.in_force(today):
            continue
        for successor in later:
            if successor.in_force(today):
                yield key, successor.entry.id


def _figures(statistics: list[Statistic]) -> Iterator[Contradiction]:
    seen: dict[tuple[str, str, int], tuple[str, float]] = {}
    for entry in statistics:
        for i, figure in enumerate(entry.values):
            if figure.what is None:
                continue
            same = (" ".join(split(figure.what)), " ".join(split(figure.unit)), figure.year)
            owner, value = seen.setdefault(same, (entry.id, figure.value))
            if value != figure.value:
                yield Contradiction(entry.id, ("values", i), f"{figure.value:g}", owner, f"{value:g}")


def _laws(rules: list[LegalRule]) -> Iterator[Contradiction]:
    """The wording of a section; an entry on several sections, or somebody's summary, quotes as it needs."""
    seen: dict[tuple[str, int | None, str], LegalRule] = {}
    for rule in rules:
        if rule.wording is None or rule.section is None or rule.secondary or rule.repealed:
            continue
        first = seen.setdefault((rule.statute, rule.chapter, rule.section), rule)
        if first.wording is not None and split(first.wording) != split(rule.wording):
            yield Contradiction(rule.id, ("wording",), _short(rule.wording), first.id, _short(first.wording))


def _decisions(one: Item, other: Item) -> Iterator[Contradiction]:
    a, b = one.entry, other.entry
    if not (isinstance(a, Decision) and isinstance(b, Decision)) or _replaced(one, other):
        return
    if a.dnr is not None and b.dnr is not None:
        if a.dnr != b.dnr or a.body != b.body:
            return
    elif a.body is None or a.body != b.body or not (_linked(one, other) or _named(one, other)):
        return
    if a.stage == b.stage and a.stage is not Stage.UNKNOWN:
        yield from _differences(one, other, "decided_on")
    if not a.status.past and not b.status.past:
        yield from _differences(one, other, "stage", "outcome")


def _differences(one: Item, other: Item, *fields: str) -> Iterator[Contradiction]:
    for name in fields:
        a, b = getattr(one.entry, name), getattr(other.entry, name)
        if a is not None and b is not None and split(str(a)) != split(str(b)):
            yield Contradiction(one.entry.id, (name,), str(a), other.entry.id, str(b))


def _linked(one: Item, other: Item) -> bool:
    return other.entry.id in one.entry.related or one.entry.id in other.entry.related


def _replaced(one: Item, other: Item) -> bool:
    """Tell whether one takes the other's place: then they are expected to differ."""
    return any(b.entry.id in (a.entry.supersedes, a.entry.superseded_by) for a, b in ((one, other), (other, one)))


def _named(one: Item, other: Item) -> bool:
    """Tell whether a name of one entry stands in the other's title, in any language."""
    for a, b in ((one, other), (other, one)):
        names = [split(alias) for words in a.words.values() for alias in words.aliases]
        titles = [split(words.title) for words in b.words.values()]
        if any(holds_name(title, name) for name in names if name for title in titles):
            return True
    return False


def _short(text: str) -> str:
    return shorten(" ".join(text.split()), TEXT_CHARS, f" {ELLIPSIS}")
