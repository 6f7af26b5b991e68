"""Add a wording to an entry, once it is sure that no golden question breaks by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answering import answer
from bot.kb.base import KnowledgeBase, in_memory
from bot.kb.load import load
from bot.kb.problem import Problem
from bot.question import Language, Question
from bot.upkeep.compare import Compared, newly_broken
from bot.upkeep.phrasing import with_question
from bot.upkeep.replacing import replace_content
from bot.upkeep.trial import copied


@dataclass(frozen=True, slots=True)
class Adopted:
    """What came of it: all fields empty where the file was written.

    Args:
        file: the entry's file, below the folder.
        unwritable: the file's list of questions is written in a way that nothing can be added to.
        faults: that the folder would have.
        broken: golden questions that would break.
        reaches: what the wording would reach instead of the entry.
        changed_meanwhile: the file was edited, or is gone, since it was read; trying takes a while.
    """

    file: str
    unwritable: bool = False
    faults: tuple[Problem, ...] = ()
    broken: Compared | None = None
    reaches: str | None = None
    changed_meanwhile: bool = False

    @property
    def written(self) -> bool:
        """Tell whether the wording was added."""
        return not (self.unwritable or self.faults or self.broken or self.reaches or self.changed_meanwhile)


def adopt(entry: str, wording: str, language: Language, base: KnowledgeBase, folder: Path, today: date) -> Adopted:
    """Add a wording to an entry's questions in the file of its language, or tell why not.

    Args:
        entry: the id of an entry of the base.
        wording: one line.
        language: of the wording; where the entry has no such file, the Swedish one.
        base: the knowledge as it is.
        folder: its folder, where the file is written.
        today: the day of asking.
    """
    item = base.knowledge.items[entry]
    file = item.files[item.language(language)]
    path = folder / file
    before = path.read_bytes()
    changed = with_question(before.decode("utf-8"), wording)
    if changed is None:
        return Adopted(file, unwritable=True)
    with copied(folder) as copy:
        (copy / file).write_bytes(changed.encode("utf-8"))
        loaded = load(copy)
    if loaded.knowledge is None:
        return Adopted(file, faults=loaded.faults)
    new = in_memory(loaded.knowledge)
    found = answer(Question.read(wording), new, today)
    if entry not in found.entries:
        return Adopted(file, reaches=", ".join(found.entries) or str(found.outcome))
    broken = newly_broken(base, new, today)
    if broken:
        return Adopted(file, broken=Compared(broken, len(broken)))
    if not path.is_file() or path.read_bytes() != before:
        return Adopted(file, changed_meanwhile=True)
    replace_content(path, changed.encode("utf-8"))
    return Adopted(file)
