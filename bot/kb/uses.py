"""Count in how many entries each word is used: what the index comes to know, and to know no longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.kb.language import grammar, stem
from bot.kb.tables import Reader, listed
from bot.kb.texts import Text
from bot.kb.words import split
from bot.question import Language

Groups = Sequence[Sequence[str]]
"""The synonym groups."""

Grouping = Callable[[Callable[[str], bool]], Groups]
"""Makes the synonym groups, told whether the entries use a folded word."""


class Uses:
    """In how many more or fewer entries than the index tells each form and stem is used; a synonym group counts too.

    Args:
        reader: of the index; None where it is empty.
    """

    def __init__(self, reader: Reader | None = None) -> None:
        self._reader = reader
        self.said: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()
        self.stems: Counter[str] = Counter()

    def says(self, word: str) -> bool:
        """Tell whether an entry uses a word; function words are used everywhere."""
        if any(word in grammar(language).stop for language in Language):
            return True
        reader = self._reader
        before = reader.value("select said from form where form = ?", word) if reader is not None else 0
        return (before or 0) + self.said[word] > 0

    def count(self, found: Iterable[Text], by: int) -> None:
        """Count the words of one entry, `by` 1 or, where it goes, -1."""
        words: dict[Language, set[str]] = {}
        for text in found:
            words.setdefault(text.language, set()).update(split(text.text))
        forms: set[str] = set()
        stems: set[str] = set()
        for language, said in words.items():
            said -= grammar(language).stop
            forms |= said
            stems.update(stem(word, language) for word in said)
        self._add(forms, stems, by)
        _add(self.said, forms, by)

    def count_groups(self, groups: Groups, by: int) -> None:
        """Count the words of synonym groups, which may be of either language."""
        for group in groups:
            words = {word for member in group for word in split(member)}
            words = {word for word in words if not any(word in grammar(language).stop for language in Language)}
            self._add(words, {stem(word, language) for word in words for language in Language}, by)

    def _add(self, forms: set[str], stems: set[str], by: int) -> None:
        _add(self.forms, forms, by)
        _add(self.stems, stems, by)

    def news(self, reader: Reader) -> set[str]:
        """Return the forms and stems that the index comes to know, or to know no longer."""
        found = set()
        for name, table in (("form", self.forms), ("stem", self.stems)):
            sql = f"select {name}, uses from {name} where {name} in (select value from json_each(?))"  # noqa: S608
            before = dict(reader.rows(sql, listed(table)))
            found |= {word for word, more in table.items() if (word in before) != (before.get(word, 0) + more > 0)}
        return found


def _add(counts: Counter[str], words: Iterable[str], by: int) -> None:
    if by > 0:
        counts.update(words)
    else:
        counts.subtract(words)
