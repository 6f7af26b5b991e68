"""What an edit changes: the same questions asked of two states of a knowledge folder."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import repeat
from pathlib import Path

from bot.answer import Answer, Outcome, Verdict
from bot.answering import answer
from bot.kb.base import KnowledgeBase, open_base
from bot.kb.knowledge import Knowledge
from bot.question import Question
from bot.upkeep.golden import GoldenCase, golden_cases

APART = 1000
"""More questions than this are asked in two processes, one a state: answering keeps one core busy."""

AT_ONCE = 100
"""So many questions a process is given at once: it ends soon after the command was stopped."""


class Kind(StrEnum):
    """Where a question comes from."""

    GOLDEN = "golden"
    LOGGED = "logged"  # asked in earnest; masked
    TITLE = "title"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question was answered, as far as it is compared: outcome, entries, verdict and the first paragraph."""

    outcome: Outcome
    entries: tuple[str, ...]
    verdict: Verdict | None
    lead: str

    @classmethod
    def of(cls, found: Answer) -> Reply:
        """Take from an answer what is compared."""
        return cls(found.outcome, found.entries, found.verdict, found.paragraphs[0].text)


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that is answered otherwise. `broken`: a golden question that was as it must be, and no longer is."""

    question: str
    kind: Kind
    before: Reply
    after: Reply
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """Every question answered otherwise, broken golden questions first, and how many were asked."""

    differences: tuple[Difference, ...]
    asked: int

    @property
    def broken(self) -> tuple[Difference, ...]:
        """The golden questions that the edit broke."""
        return tuple(d for d in self.differences if d.broken)


def compare(
    before: Path,
    after: Path,
    today: date,
    tell: Callable[[int], None] = lambda count: None,
    *,
    logged: Iterable[str] = (),
    everything: bool = False,
) -> Compared:
    """Ask two states of a folder every golden question and title, and the ways to ask of the entries that differ.

    Where the lists or municipality.yaml differ, they bear on every entry, and every way to ask is asked.

    A golden question is held against the files that are to go live: one that was taken out, or moved to another entry,
    is not broken by that.

    Args:
        before: the folder as it was; it has no faults.
        after: the folder as it is; it has no faults.
        today: the day of asking, for both.
        tell: is told how many questions there are where they are so many that it takes a while.
        logged: questions that people asked, masked.
        everything: ask also the ways to ask of entries that are the same in both.

    Raises:
        ValueError: one of the folders has faults.
    """
    old, new = _open(before), _open(after)
    if old.knowledge.digest == new.knowledge.digest:
        return Compared((), 0)
    everything = everything or old.knowledge.lists != new.knowledge.lists
    everything = everything or old.knowledge.municipality != new.knowledge.municipality
    differing = None if everything else _differing(old.knowledge, new.knowledge)
    kinds = {text: kind for base in (old, new) for kind, text in _questions(base.knowledge, differing)}
    kinds |= dict.fromkeys(logged, Kind.LOGGED)
    kinds |= {case.question: Kind.GOLDEN for base in (old, new) for case in golden_cases(base.knowledge)}
    questions = list(kinds)
    if len(questions) > APART:
        tell(len(questions))
        replies = _ask_apart((before, after), questions, today)
    else:
        replies = [_ask(base, questions, today) for base in (old, new)]
    told = dict(zip(questions, zip(*replies, strict=True), strict=True))
    broken = _broken(old.knowledge, new.knowledge, told)
    found = [
        Difference(question, kinds[question], was, now, question in broken)
        for question, (was, now) in told.items()
        if was != now or question in broken
    ]
    return Compared(tuple(sorted(found, key=lambda d: (not d.broken, list(Kind).index(d.kind)))), len(questions))


def newly_broken(old: KnowledgeBase, new: KnowledgeBase, today: date) -> tuple[Difference, ...]:
    """Return the golden questions of the new state that fail and did not before; the old one is asked those alone."""
    found = []
    for case in golden_cases(new.knowledge):
        now = Reply.of(answer(Question.read(case.question), new, today))
        if _passes(case, now):
            continue
        was = Reply.of(answer(Question.read(case.question), old, today))
        if _passes(case, was):
            found.append(Difference(case.question, Kind.GOLDEN, was, now, broken=True))
    return tuple(found)


def _passes(case: GoldenCase, reply: Reply) -> bool:
    return (case.entry in reply.entries) == case.reach


def _open(folder: Path) -> KnowledgeBase:
    base = open_base(folder).base
    if base is None:
        raise ValueError(f"{folder} has faults")
    return base


def _differing(old: Knowledge, new: Knowledge) -> set[str]:
    """The entries that are not the same in both, those that only one has among them."""
    return {key for key in old.items.keys() | new.items.keys() if old.items.get(key) != new.items.get(key)}


def _questions(knowledge: Knowledge, of: Collection[str] | None) -> Iterator[tuple[Kind, str]]:
    """Every title, and the ways to ask of some entries, or of all."""
    for key, item in knowledge.items.items():
        for words in item.words.values():
            if of is None or key in of:
                yield from ((Kind.QUESTION, question) for question in words.questions)
            yield Kind.TITLE, words.title


def _ask_apart(folders: Sequence[Path], questions: Sequence[str], today: date) -> list[list[Reply]]:
    """Ask each folder in a process of its own."""
    parts = [questions[i : i + AT_ONCE] for i in range(0, len(questions), AT_ONCE)]
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        pools = [ProcessPoolExecutor(1, context, _take, (folder,)) for folder in folders]
        waiting = [stack.enter_context(pool).map(_ask_taken, parts, repeat(today)) for pool in pools]
        return [[reply for replies in found for reply in replies] for found in waiting]


_taken: KnowledgeBase | None = None
"""In a process that asks: the base that it asks."""


def _take(folder: Path) -> None:
    global _taken  # how a process of a pool keeps what it works with
    _taken = _open(folder)


def _ask_taken(questions: Sequence[str], today: date) -> list[Reply]:
    if _taken is None:
        raise RuntimeError("the process has no base")
    return _ask(_taken, questions, today)


def _ask(base: KnowledgeBase, questions: Sequence[str], today: date) -> list[Reply]:
    return [Reply.of(answer(Question.read(question), base, today)) for question in questions]


def _broken(old: Knowledge, new: Knowledge, told: dict[str, tuple[Reply, Reply]]) -> set[str]:
    passed = {case.question for case in golden_cases(old) if _passes(case, told[case.question][0])}
    failed = {case.question for case in golden_cases(new) if not _passes(case, told[case.question][1])}
    return passed & failed
