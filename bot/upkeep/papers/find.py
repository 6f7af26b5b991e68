"""What stands in a paper: dates, case number, bodies, parties, sections, towns, figures, each with its sentence.

Nothing is judged here but by the words of knowledge/lists/papers.yaml, countries.yaml and places.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from bot.kb.entries import LegalRule, PartnerTown
from bot.kb.knowledge import Knowledge
from bot.kb.lists import Countries, Papers, Places
from bot.kb.mentions import Names
from bot.kb.patterns import ACT
from bot.kb.words import fold, split
from bot.upkeep.papers.days import days
from bot.upkeep.papers.figures import Number, numbers
from bot.upkeep.papers.paper import Block, Paper


class Kind(StrEnum):
    """What a finding is."""

    DAY = "day"
    CASE_NUMBER = "case_number"
    BODY = "body"
    PARTY = "party"
    PARAGRAPH = "paragraph"  # of minutes
    SECTION = "section"  # of an act
    TOWN = "town"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Section:
    """Sections of an act, as a paper names them."""

    statute: str
    chapter: int | None
    section: str


@dataclass(frozen=True, slots=True)
class Town:
    """A place abroad, with the entry that is about it where there is one."""

    name: str
    country: str
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, and the sentence and the block that it stands in."""

    kind: Kind
    value: date | str | Section | Town | Number
    sentence: str
    block: Block


_CASE = re.compile(
    r"\b[A-ZÅÄÖ]{1,6}[ -]?(?:19|20)\d\d[/-]\d{1,6}(?:[.:-]\d+)*\b|\b(?:19|20)\d\d/\d{1,6}(?:[.:-]\d+)*\b"
)
_AFTER_LABEL = re.compile(r"\s*[:.]?\s*([A-ZÅÄÖ]{0,6}[ -]?\d[\d/:.-]*\d)")
_PARAGRAPH = re.compile(r"§\s?(\d{1,4})\b")
_SECTION = re.compile(
    r"(?:(?P<chapter>\d{1,2})\s*kap\.?\s*)?(?P<section>\d{1,2}(?:\s?[a-z]\b)?(?:\s?[-–]\s?\d{1,2}(?:\s?[a-z]\b)?)?)\s*§{1,2}"
)
_NAMED_ACT = re.compile(rf"\(({ACT.pattern})\)[^()]{{0,80}}\((\w+)\)")
_PARTY = re.compile(r"\(([A-ZÅÄÖ]{1,3})\)")
_NAME = r"[A-ZÅÄÖÆØÉÜ][\wåäöæøéüðþíáúóý]+(?:-[A-ZÅÄÖÆØÉÜ]\w+)*"

LEAST_TITLE_WORDS = 3
SHORT_TITLE_WORDS = 6
"""A title has so many words at least; a heading of fewer than the second that names a body is only that."""

NEAR_ACT = 90
"""The act's number stands within so many characters after its sections."""


class Reader:
    """Finds things in papers of one municipality.

    Args:
        knowledge: with the lists of words, countries and places, and the towns and acts that have entries.
        words: lists/papers.yaml.
    """

    def __init__(self, knowledge: Knowledge, words: Papers) -> None:
        self.words = words
        self._knowledge = knowledge
        self._bodies = _any_of(tuple(word for body in words.bodies for word in (body, f"{body}s")))
        self._partnership, self._dated = _any_of(tuple(words.partnership)), _any_of(tuple(words.dated))
        self._towns = Names(self._known_towns())
        self._countries = Names(self._country_names())
        kinds = "|".join(map(re.escape, words.town_kinds))
        self._unlisted = re.compile(rf"\b(?P<name>{_NAME})(?:\s+(?P<kind>{kinds}))?\s+(?:i|på|in)\s+(?P<land>{_NAME})")

    def find(self, paper: Paper) -> list[Finding]:
        """Return everything found, in the paper's order; the same thing of the same sentence once."""
        acts = self._acts(paper)
        found = [
            Finding(kind, value, sentence, block)
            for block in paper.blocks
            for sentence in block.sentences()
            for kind, value in self._of(sentence, acts)
        ]
        return list(dict.fromkeys(found))

    def says(self, text: str, words: list[str]) -> bool:
        """Tell whether a text has one of some words of the list."""
        return bool(_any_of(tuple(words)).search(_spaced(text)))

    def bodies(self, text: str) -> list[str]:
        """Return the bodies that a text names, in order, without the genitive's s; one of two names has both."""
        written = {fold(word): word.lower() for word in re.findall(r"\w+", text)}
        known = {fold(body): body for body in self.words.bodies}
        found: list[str] = []
        for match in self._bodies.finditer(_spaced(text)):
            name = written.get(match.group(), match.group())
            bare = name if fold(name) in known else name.removesuffix("s")
            first = re.search(rf"\b(\w+- (?:och|and)) {re.escape(name)}\b", text, re.IGNORECASE)
            body = known.get(fold(bare), bare)
            found.append(f"{first[1].lower()} {body}" if first else body)
        return list(dict.fromkeys(found))

    def paper_day(self, paper: Paper) -> date | None:
        """Return the paper's own day: the first that a word such as "daterat" stands before, else the first of all."""
        first: date | None = None
        for block in paper.blocks:
            for start, _, day in days(block.text):
                if day is None:
                    continue
                first = first or day
                if self._dated.search(" " + " ".join(split(block.text[max(0, start - 30) : start])) + " "):
                    return day
        return first

    def _of(self, sentence: str, acts: dict[str, str]) -> Iterator[tuple[Kind, date | str | Section | Town | Number]]:
        yield from ((Kind.DAY, day) for _, _, day in days(sentence) if day is not None)
        yield from ((Kind.CASE_NUMBER, number) for number in self._case_numbers(sentence))
        yield from ((Kind.BODY, body) for body in self.bodies(sentence))
        letters = {m[1] for m in _PARTY.finditer(sentence)}
        for short, party in self.words.parties.items():
            if short in letters or re.search(rf"\b{re.escape(party)}s?\b", sentence, re.IGNORECASE):
                yield Kind.PARTY, f"{party} ({short})"
        yield from ((Kind.PARAGRAPH, f"§ {m[1]}") for m in _PARAGRAPH.finditer(sentence))
        yield from ((Kind.SECTION, section) for section in self._sections(sentence, acts))
        if self._partnership.search(_spaced(sentence)):
            yield from ((Kind.TOWN, town) for town in self._towns_in(sentence))
        yield from ((Kind.FIGURE, number) for number in numbers(sentence, self.words))

    def _case_numbers(self, sentence: str) -> Iterator[str]:
        yield from (m.group() for m in _CASE.finditer(sentence))
        for label in self.words.case_number:
            for m in re.finditer(rf"\b{re.escape(label)}\b", sentence, re.IGNORECASE):
                number = _AFTER_LABEL.match(sentence, m.end())
                if number and not _CASE.search(number[1]):
                    yield number[1]

    def _acts(self, paper: Paper) -> dict[str, str]:
        """The numbers of acts by the short names that the list, the entries or the paper itself give them."""
        named = {fold(name): number for name, number in self.words.statutes.items()}
        for block in paper.blocks:
            named |= {fold(m[2]): m[1] for m in _NAMED_ACT.finditer(block.text)}
        return named

    def _sections(self, sentence: str, acts: dict[str, str]) -> Iterator[Section]:
        for m in _SECTION.finditer(sentence):
            after = sentence[m.end() : m.end() + NEAR_ACT]
            number = ACT.search(after)
            named = next((acts[w] for w in split(after)[:4] if w in acts), None)
            statute = number[0] if number else named
            if statute is not None:
                chapter = int(m["chapter"]) if m["chapter"] else None
                one = not re.search("[-–]", m["section"])
                yield Section(statute, chapter, f"{m['section']} {'§' if one else '§§'}")

    def _towns_in(self, sentence: str) -> Iterator[Town]:
        told: set[str] = set()
        words = split(sentence)
        for start, end, town in self._towns.find(words):
            told.update(words[start:end])
            yield town
        for m in self._unlisted.finditer(sentence):
            land = next((code for _, _, code in self._countries.find(split(m["land"]))), None)
            begins = sentence.startswith(m["name"])
            known = told.issuperset(split(m["name"])) or self._partnership.search(_spaced(m["name"]))
            if land is not None and (m["kind"] or not begins) and not known:
                yield Town(m["name"], land)

    def _known_towns(self) -> dict[tuple[str, ...], Town]:
        found: dict[tuple[str, ...], Town] = {}
        for key, item in self._knowledge.items.items():
            if isinstance(item.entry, PartnerTown) and item.entry.aliases:
                town = Town(item.entry.aliases[0], item.entry.country, key)
                names = [alias for words in item.words.values() for alias in words.aliases]
                found |= {tuple(split(name)): town for name in names}
        places = self._knowledge.lists.get("places")
        if isinstance(places, Places):
            for place in (*places.places, *places.occupied):
                for name in (place.name, *place.names):
                    found.setdefault(tuple(split(name)), Town(place.name, place.country))
        return {name: town for name, town in found.items() if name}

    def _country_names(self) -> dict[tuple[str, ...], str]:
        countries = self._knowledge.lists.get("countries")
        if not isinstance(countries, Countries):
            return {}
        rows = countries.countries
        return {tuple(split(name)): row.code for row in rows for name in (row.sv, row.en, *row.names)}

    def is_title(self, text: str) -> bool:
        """Tell whether a heading is the paper's own: not a body's name, a kind of paper, a day, a number, "Beslut"."""
        words = [word for word in split(text) if not word.isdigit()]
        known = [split(label) for label in (*self.words.proposals, *self.words.not_decisions)]
        labels = (*self.words.case_number, *self.words.dated)
        numbered = _PARAGRAPH.search(text) or any(self._case_numbers(text)) or any(days(text))
        if split(text) in known or numbered or text.endswith((".", "!", ":", ";")) or self.says(text, list(labels)):
            return False
        short = self.bodies(text) or self.says(text, self.words.minutes)
        return len(words) >= (SHORT_TITLE_WORDS if short else LEAST_TITLE_WORDS)

    def section_entry(self, section: Section) -> str | None:
        """Return the entry on just these sections, where there is one."""
        for key, item in self._knowledge.items.items():
            rule = item.entry
            if isinstance(rule, LegalRule):
                told = (rule.statute, rule.chapter, split(rule.section or ""))
                if told == (section.statute, section.chapter, split(section.section)):
                    return key
        return None


def _spaced(text: str) -> str:
    return f" {' '.join(split(text))} "


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words in folded words with a space around each; * stands for letters."""
    parts = (re.findall(r"\w+", fold(word).replace("*", "STAR")) for word in words)
    written = (re.escape(" ".join(part)).replace("STAR", r"\w*") for part in parts)
    return re.compile(rf"(?<= )(?:{'|'.join(written)})(?= )")
