"""The manager's card as a value: what holds now, in ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answer import Answer, Kind, Outcome, Paragraph, Source
from bot.kb.entries import Status
from bot.kb.knowledge import Item, Knowledge
from bot.kb.language import function_words, stem
from bot.kb.municipality import StatusTopic
from bot.kb.words import split
from bot.locales import phrase
from bot.question import Language
from bot.smalltalk import fillers

LEAST_BEGINNING = 6
"""A compound is on a topic whose name of at least so many letters it begins with."""

MOST_CHANGES = 3
CHANGES = ("decision", "cooperation", "partner_town")
"""The types of entries whose changes a manager wants to hear of."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the card: a label, the short text, the day it holds for, whether its review is overdue."""

    label: str
    text: str
    as_of: date | None = None
    stale: bool = False

    def note(self, language: Language) -> str:
        """Return what stands after the text: the day it holds for, and that its review is overdue."""
        day = f" ({phrase(language, 'answer.as_of').format(date=self.as_of)})" if self.as_of else ""
        return day + (f" {phrase(language, 'status.overdue')}" if self.stale else "")


@dataclass(frozen=True, slots=True)
class StatusCard:
    """A status card: heading, rows, what changed last, how old the whole knowledge is, the sources of the rows."""

    topic: str
    title: str
    rows: tuple[Row, ...]
    changed: tuple[Row, ...]
    entries: int
    oldest: date
    newest: date
    due: int
    sources: tuple[Source, ...] = ()

    def age(self, language: Language) -> str:
        """Return how many entries the whole base has, and the days they hold for."""
        told = phrase(language, "status.age_text").format(count=self.entries, oldest=self.oldest, newest=self.newest)
        return f"{phrase(language, 'status.age')}: {told}"

    def overdue(self, language: Language) -> str | None:
        """Return how many entries of the whole base are past their review date; None where none is."""
        return phrase(language, "status.due").format(count=self.due, total=self.entries) if self.due else None


def find_topic(words: tuple[str, ...], knowledge: Knowledge) -> StatusTopic | None:
    """Return the topic that the words name; the first topic where they name nothing.

    Returns:
        Of several topics the one that is named last ("aid to Ukraine"); None where the words are about something else.
    """
    named: dict[int, StatusTopic] = {}
    covered: set[int] = set()
    # A word as it is written before one that only shares its stem, or only begins so.
    for form, of_name in ((_itself, _itself), (_stems, _stems), (_beginnings, _itself)):
        forms = [form(word) for word in words]
        for topic in knowledge.municipality.status:
            for name in (topic.id, topic.title.sv, topic.title.en, *topic.words):
                parts = [of_name(part) for part in split(name)]
                for i in range(len(words) - len(parts) + 1):
                    if all(a & b for a, b in zip(forms[i:], parts, strict=False)):
                        covered.update(range(i, i + len(parts)))
                        named.setdefault(i, topic)
    names = (knowledge.municipality.name, *knowledge.municipality.names)
    own = {form for name in names for word in split(name) for form in _stems(word)}
    small = function_words() | fillers()
    left = (word for i, word in enumerate(words) if i not in covered and word not in small)
    if any(_stems(word).isdisjoint(own) for word in left):
        return None
    return named[max(named)] if named else knowledge.municipality.status[0]


def _itself(word: str) -> set[str]:
    return {word}


def _stems(word: str) -> set[str]:
    """A word and its stems: "vänorterna" is "vänorter"."""
    return {word, *(stem(word, language) for language in Language)}


def _beginnings(word: str) -> set[str]:
    """The beginnings of a compound: "vänortsarbetet" is about "vänort"."""
    return {word[:end] for end in range(LEAST_BEGINNING, len(word) + 1)}


def card(topic: StatusTopic, language: Language, knowledge: Knowledge, today: date) -> StatusCard:
    """Build the card of a topic from the `brief` lines of the entries that its rows name."""
    rows = []
    for row in topic.rows:
        items = [knowledge.items[key] for key in row.entries if key in knowledge.items]
        text = "; ".join(_brief(item, language) for item in items) or phrase(language, "status.missing")
        dates = [item.entry.as_of for item in items]
        stale = any(item.stale(today) or not item.in_force(today) for item in items)
        rows.append(Row(row.label.of(language), text, min(dates) if dates else None, stale))
    named = {key for row in topic.rows for key in row.entries}
    everything = knowledge.dated()
    told = [one for one in everything if one.type in CHANGES and one.status is not Status.UNKNOWN]
    newest = sorted(told, key=lambda one: (one.id in named, one.as_of, one.id), reverse=True)
    newest = sorted(newest[:MOST_CHANGES], key=lambda one: one.as_of, reverse=True)
    changed = tuple(Row(knowledge.items[one.id].title(language), "", one.as_of) for one in newest)
    dates = [one.as_of for one in everything]
    due = sum(one.stale(today) for one in everything)
    shown = dict.fromkeys(key for row in topic.rows for key in row.entries if key in knowledge.items)
    return StatusCard(
        topic.id,
        topic.title.of(language),
        tuple(rows),
        changed,
        len(everything),
        min(dates),
        max(dates),
        due,
        tuple(dict.fromkeys(source for key in shown for source in knowledge.items[key].sources())),
    )


def _brief(item: Item, language: Language) -> str:
    words = item.words[item.language(language)]
    return words.brief or words.title


def status_answer(words: tuple[str, ...], language: Language, knowledge: Knowledge, today: date) -> Answer | None:
    """Answer a call for status with the card of its topic, or None where the words name no topic."""
    topic = find_topic(words, knowledge)
    if topic is None:
        return None
    shown = card(topic, language, knowledge, today)
    keys = tuple(dict.fromkeys(key for row in topic.rows for key in row.entries if key in knowledge.items))
    paragraphs = [Paragraph(Kind.LEAD, f"{shown.title} – {knowledge.municipality.name}")]
    paragraphs += [Paragraph(Kind.CONDITION, f"{row.label}: {row.text}{row.note(language)}") for row in shown.rows]
    changed = "; ".join(f"{row.label} ({row.as_of})" for row in shown.changed)
    paragraphs.append(Paragraph(Kind.BODY, f"{phrase(language, 'status.changed')}: {changed}"))
    paragraphs.append(Paragraph(Kind.BODY, shown.age(language)))
    if overdue := shown.overdue(language):
        paragraphs.append(Paragraph(Kind.WARNING, overdue))
    dates = [row.as_of for row in shown.rows if row.as_of]
    return Answer(
        Outcome.ANSWER,
        language,
        tuple(paragraphs),
        entry=keys[0] if keys else None,
        entries=keys,
        confidence=1.0,
        sources=shown.sources,
        as_of=min(dates) if dates else None,
        stale=any(row.stale for row in shown.rows),
        topic=topic.id,
    )
