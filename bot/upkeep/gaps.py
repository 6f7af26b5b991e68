"""What people asked and got no good answer to: masked, grouped by likeness, most asked first."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from bot.answer import Answer, Outcome
from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.kb.mentions import Mentions
from bot.kb.words import split
from bot.question import Language, Question
from bot.store.questions import Logged

ALIKE = 80.0
"""Least rapidfuzz token_sort_ratio of two questions that are told as one gap."""

MOST_ASKED_AGAIN = 500
"""So many different questions are asked again, the most asked first; the others are too rare to matter."""

ID_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording, and how often it came."""

    id: str
    text: str
    times: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that are much alike.

    Args:
        phrases: the wordings, the most asked first; the first one's id is the gap's.
        language: that they were answered in.
        asked: how often, all wordings together.
        unhelpful: how many of those had an answer that somebody said did not help.
        latest: the last day.
        nearest: entries that are nearest, the likeliest first.
        told: the entry that says that this is not known, or that answers and did not help; None where none spoke.
    """

    phrases: tuple[Phrase, ...]
    language: Language
    asked: int
    unhelpful: int
    latest: date
    nearest: tuple[str, ...]
    told: str | None

    @property
    def id(self) -> str:
        """What `vanort adopt` takes."""
        return self.phrases[0].id

    @property
    def near(self) -> str | None:
        """The likeliest entry besides the one that spoke, or None."""
        return next((id_ for id_ in self.nearest if id_ != self.told), None)


@dataclass
class _Asked:
    """One wording while it is counted."""

    texts: Counter[str]
    language: Language
    latest: date
    unhelpful: int = 0

    @property
    def text(self) -> str:
        return self.texts.most_common(1)[0][0]

    @property
    def times(self) -> int:
        return self.texts.total()


def find_gaps(unanswered: Iterable[Logged], unhelpful: Iterable[Logged], base: KnowledgeBase, today: date) -> list[Gap]:
    """Group the questions that got no good answer and still get none.

    Args:
        unanswered: logged questions without an answer.
        unhelpful: logged questions whose answer somebody said did not help.
        base: the knowledge as it is now: a question that it answers now, and that nobody was unhappy with, is no gap.
        today: the day of asking again.
    """
    counted = _count(unanswered, unhelpful)
    often = sorted(counted.values(), key=lambda one: (-one.times, one.text))[:MOST_ASKED_AGAIN]
    groups: list[list[tuple[_Asked, Answer]]] = []
    leads: list[tuple[str, Mentions, Language]] = []
    for one in often:
        found = answer(Question.read(one.text, language=one.language), base, today)
        if found.outcome is Outcome.ANSWER and not one.unhelpful:
            continue
        folded, named = " ".join(split(one.text)), base.gazetteer.find(one.text)
        for group, lead in zip(groups, leads, strict=True):
            same = (named, one.language) == lead[1:]  # another town or another year is another gap
            if same and fuzz.token_sort_ratio(folded, lead[0]) >= ALIKE:
                group.append((one, found))
                break
        else:
            groups.append([(one, found)])
            leads.append((folded, named, one.language))
    gaps = [_gap(group) for group in groups]
    return sorted(gaps, key=lambda gap: (-gap.asked, -gap.latest.toordinal(), gap.id))


def find_phrase(id_: str, logged: Iterable[Logged]) -> Logged | None:
    """Return the logged question whose wording has an id, or None."""
    return next((one for one in logged if phrase_id(one.text, Language(one.language)) == id_.strip().lower()), None)


def phrase_id(text: str, language: Language) -> str:
    """Return the id of a wording: the same for the same words, whatever the day and however often they came."""
    digest = hashlib.sha256(f"{language}:{' '.join(split(text))}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:ID_LETTERS]


def _count(unanswered: Iterable[Logged], unhelpful: Iterable[Logged]) -> dict[str, _Asked]:
    counted: dict[str, _Asked] = {}
    for logged, bad in ((unanswered, False), (unhelpful, True)):
        for one in logged:
            if not split(one.text) or (bad and one.outcome == Outcome.NO_ANSWER):
                continue  # without a word in it; or counted among the unanswered already
            language = Language(one.language)
            key = phrase_id(one.text, language)
            asked = counted.setdefault(key, _Asked(Counter(), language, one.day))
            asked.texts[one.text] += 1
            asked.latest = max(asked.latest, one.day)
            asked.unhelpful += bad
    return counted


def _gap(group: Sequence[tuple[_Asked, Answer]]) -> Gap:
    (lead, found), *_ = group
    nearest = [*found.entries, *(suggestion.entry for suggestion in found.suggestions)]
    return Gap(
        tuple(Phrase(phrase_id(one.text, one.language), one.text, one.times) for one, _ in group),
        lead.language,
        sum(one.times for one, _ in group),
        sum(one.unhelpful for one, _ in group),
        max(one.latest for one, _ in group),
        tuple(dict.fromkeys(nearest)),
        found.entry,
    )
