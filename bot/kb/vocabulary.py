"""The words that a base uses: its forms and stems, what its synonym groups mean, and how its compounds divide."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

from bot.kb.language import stem
from bot.kb.words import dotted, split
from bot.question import Language

LEAST_COMPOUND = 7
LEAST_PART = 3
LEAST_KNOWN_PART = 4
KEPT_WORDS = 20_000
"""How many looked-up words stay in memory, so that memory does not grow with the base."""


class Vocabulary(ABC):
    """What a base knows of words; every word is folded."""

    @abstractmethod
    def has_form(self, word: str) -> bool:
        """Tell whether the base uses a word just so."""

    @abstractmethod
    def has_stem(self, root: str) -> bool:
        """Tell whether the base uses any word of a stem."""

    @cached_property
    @abstractmethod
    def phrases(self) -> Mapping[tuple[str, ...], str]:
        """The phrases of the synonym groups, as words or as stems, each with its concept; see `concepts`."""

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """Words in the longest phrase that begins with a word."""
        found: dict[str, int] = {}
        for phrase in self.phrases:
            found[phrase[0]] = max(found.get(phrase[0], 0), len(phrase))
        return found

    @cached_property
    def seconds(self) -> Mapping[str, Set[str]]:
        """The second words of the phrases that begin with a word."""
        found: dict[str, set[str]] = {}
        for phrase in self.phrases:
            if len(phrase) > 1:
                found.setdefault(phrase[0], set()).add(phrase[1])
        return found

    def memo(self, language: Language) -> dict[str, Any]:
        """Return where what was made of single words of a language is kept; it is emptied at times."""
        if len(self._memo[language]) > KEPT_WORDS:
            self._memo[language] = {}
        return self._memo[language]

    @cached_property
    def _memo(self) -> dict[Language, dict[str, Any]]:
        return {language: {} for language in Language}

    def parts(self, word: str, language: Language) -> tuple[str, ...]:
        """Divide a compound into two words of the base; the longest last part wins, no part where it is none."""
        if len(word) < LEAST_COMPOUND:
            return ()
        for i in range(LEAST_PART, len(word) - LEAST_PART + 1):
            left, right = word[:i], word[i:]
            tail = self._part(right, language)
            if tail is None:
                continue
            for head in (left, left[:-1] if left.endswith("s") else "", left + "a", left + "e"):
                root = self._part(head, language)
                if root is not None:
                    return (root, tail)
        return ()

    def _part(self, word: str, language: Language) -> str | None:
        if len(word) < LEAST_PART:
            return None
        root = stem(word, language)
        concept = self.phrases.get((word,)) or self.phrases.get((root,))
        if concept is not None:
            return concept
        known = len(word) >= LEAST_KNOWN_PART and (
            self.has_form(word) or (len(root) >= LEAST_KNOWN_PART and self.has_stem(root))
        )
        return root if known else None


class ListedVocabulary(Vocabulary):
    """A vocabulary of sets, for building an index of everything.

    Args:
        forms: every folded word form that the base uses, in any language.
        stems: every stem of the base.
        phrases: tuples of words or stems to the concept that they mean.
    """

    def __init__(
        self, forms: Iterable[str] = (), stems: Iterable[str] = (), phrases: Mapping[tuple[str, ...], str] | None = None
    ) -> None:
        self._forms = frozenset(forms)
        self._stems = frozenset(stems)
        self._phrases = phrases or {}

    @cached_property
    def phrases(self) -> Mapping[tuple[str, ...], str]:
        return self._phrases

    def has_form(self, word: str) -> bool:
        return word in self._forms

    def has_stem(self, root: str) -> bool:
        return root in self._stems


def concepts(groups: Iterable[Iterable[str]]) -> dict[tuple[str, ...], str]:
    """Return the phrases of synonym groups, as stems in either language, each with its group's concept.

    Each stands there folded, and one with dots also with them: a word that is written with dots is looked up so.

    Args:
        groups: lists of words or phrases that mean the same; the first names the concept.
    """
    found: dict[tuple[str, ...], str] = {}
    for group in groups:
        members = [(words, dotted(member)) for member in group if (words := split(member))]
        if not members:
            continue
        name = "~" + "_".join(members[0][0])
        for folded, marked in members:
            for words in (folded, [marked.get(w, w) for w in folded]):
                for language in Language:
                    found.setdefault(tuple(stem(w, language) for w in words), name)
                found.setdefault(tuple(words), name)
    return found


def synonym_groups(
    listed: Iterable[Iterable[str]],
    aliases: Iterable[Iterable[str]],
    geography: Iterable[Sequence[str]],
    says: Callable[[str], bool],
) -> list[list[str]]:
    """Return the groups of words that mean the same, the name of each first.

    Args:
        listed: the groups of the folder's list.
        aliases: the aliases of each entry, in all languages; its one-word names are a group.
        geography: the names of each country and place; those that the entries speak of are a group, or join the one
            that has one of them.
        says: whether the entries use a folded word.
    """
    groups = [list(group) for group in listed]
    owner = {" ".join(split(word)): group for group in groups for word in group}
    rows = [[name for name in names if len(split(name)) == 1] for names in aliases]
    rows += [list(names) for names in geography if any(words and all(map(says, words)) for words in map(split, names))]
    for row in rows:
        names = {" ".join(split(name)): name for name in sorted(row, key=lambda name: not name.isascii())}  # with dots
        group = next((owner[name] for name in names if name in owner), [])
        if not group:
            if len(names) < 2:
                continue
            groups.append(group)
        group += [written for name, written in names.items() if name not in owner]
        owner |= {name: owner.get(name, group) for name in names}
    return groups
