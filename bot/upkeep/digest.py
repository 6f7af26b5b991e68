"""The weekly digest as a value: what the coordinator, or the managers, should know of the last week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kb.knowledge import Item, Knowledge
from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import ELLIPSIS, shorten, some
from bot.store.enquiry import Enquiry
from bot.upkeep.due import Due
from bot.upkeep.gaps import Gap
from bot.upkeep.history import Change

MOST = 5
"""Of each list; the rest is counted."""

TEXT_CHARS = 120


class Audience(StrEnum):
    """Whom a digest is for."""

    COORDINATOR = "coordinator"
    MANAGERS = "managers"


@dataclass(frozen=True, slots=True)
class Week:
    """How many questions a week had, how many of them were answered, and what people thought of the answers."""

    asked: int
    answered: int
    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a digest is made of.

    Args:
        first: the week's first day, and `last` its last.
        week: its figures, and `before` those of the week before it.
        gaps: questions without a good answer, the most asked first.
        due: entries past or near their review date, the most used first.
        drafts: how many entries wait to be finished.
        waiting: enquiries that are not answered, oldest first; the first ones where they are many.
        waiting_count: how many there are.
        changes: of the knowledge files, the latest first; None where git does not know the folder.
        used: the entries that answered most, with how often.
    """

    first: date
    last: date
    week: Week
    before: Week
    gaps: Sequence[Gap]
    due: Sequence[Due]
    drafts: int
    waiting: Sequence[Enquiry]
    waiting_count: int
    changes: Sequence[Change] | None
    used: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A title and sections, in the language of the place where it is shown."""

    language: Language
    title: str
    sections: tuple[Section, ...]

    @property
    def plain(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sections as renderers take them."""
        return tuple((section.heading, section.lines) for section in self.sections)


def digest(told: Told, audience: Audience, knowledge: Knowledge, language: Language, zone: ZoneInfo) -> Digest:
    """Put a week into words.

    Args:
        told: the week.
        audience: the coordinator gets every list; managers get figures and no question of anybody.
        knowledge: with the titles of entries.
        language: of the digest.
        zone: in which days are told.
    """
    writer = _Writer(told, knowledge, language, zone)
    sections = writer.for_coordinator() if audience is Audience.COORDINATOR else writer.for_managers()
    title = writer.say("title", name=knowledge.municipality.name, first=told.first, last=told.last)
    return Digest(language, title, tuple(section for section in sections if section.lines))


class _Writer:
    def __init__(self, told: Told, knowledge: Knowledge, language: Language, zone: ZoneInfo) -> None:
        self.told, self.knowledge, self.language, self.zone = told, knowledge, language, zone

    def say(self, key: str, **values: object) -> str:
        return phrase(self.language, f"digest.{key}").format(**values)

    def for_coordinator(self) -> Iterator[Section]:
        told = self.told
        yield self._section("questions", self._figures())
        yield self._list("gaps", [self._gap(gap) for gap in told.gaps], "vanort gaps")
        waiting = [self._enquiry(enquiry) for enquiry in told.waiting]
        yield self._list("enquiries", waiting, count=told.waiting_count)
        due = [self.say("due", date=one.by, id=one.item.entry.id, title=self._title(one.item)) for one in told.due]
        drafts = [self.say("drafts", count=told.drafts)] if told.drafts else []
        yield self._list("reviews", due, "vanort review", after=drafts)
        yield self._list("changes", [f"{change.day} {change.subject}" for change in told.changes or ()])

    def for_managers(self) -> Iterator[Section]:
        told = self.told
        yield self._section("questions", self._figures())
        items = self.knowledge.items
        used = [(items[id_], number) for id_, number in told.used if id_ in items][:MOST]
        yield self._section("answers", [self.say("used", title=self._title(i), count=number) for i, number in used])
        past = sum(one.past(told.last) for one in told.due)
        lines = [
            self.say("waiting_count", count=told.waiting_count),
            self.say("past_count", count=past, entries=len(items)),
            *([self.say("change_count", count=len(told.changes))] if told.changes is not None else []),
        ]
        yield self._section("state", lines)

    def _figures(self) -> list[str]:
        week, before = self.told.week, self.told.before
        lines = [self.say("asked", count=week.asked, before=before.asked)]
        if week.asked:
            lines.append(self.say("answered", share=self._percent(week), before=self._percent(before)))
        if week.up or week.down:
            lines.append(self.say("votes", up=week.up, down=week.down))
        return lines

    def _percent(self, week: Week) -> str:
        if not week.asked:
            return "–"
        share = f"{100 * week.answered / week.asked:.0f}"
        return f"{share}%" if self.language is Language.EN else f"{share} %"

    def _gap(self, gap: Gap) -> str:
        line = self.say("gap", count=gap.asked, text=_line(gap.phrases[0].text))
        return line if gap.near is None else f"{line} – vanort adopt {gap.id} {gap.near}"

    def _enquiry(self, enquiry: Enquiry) -> str:
        state = phrase(self.language, f"card.enquiry.state.{enquiry.state}")
        day = enquiry.raised_at.astimezone(self.zone).date()
        return self.say("enquiry", number=enquiry.id, state=state, date=day, text=_line(enquiry.question))

    def _title(self, item: Item) -> str:
        return item.title(self.language)

    def _section(self, key: str, lines: Sequence[str]) -> Section:
        return Section(self.say(f"{key}_heading"), tuple(lines))

    def _list(
        self, key: str, lines: Sequence[str], command: str = "", *, after: Sequence[str] = (), count: int | None = None
    ) -> Section:
        """A section with its first lines; what is left is counted, with the command that lists it."""
        count = len(lines) if count is None else count
        more = phrase(self.language, "card.more") + (f": {command}" if command else "")
        heading = self.say(f"{key}_heading") + (f" ({count})" if lines else "")
        return Section(heading, (*some(lines, MOST, more, count), *after))


def _line(text: str) -> str:
    return shorten(" ".join(text.split()), TEXT_CHARS, f" {ELLIPSIS}")
