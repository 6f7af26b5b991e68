"""Draft entries from what stands in a paper: its words quoted with their page, its stage never further than it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.kb.entries import Stage, Statistic, Status
from bot.kb.knowledge import Item, Knowledge
from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import ELLIPSIS, shorten
from bot.upkeep.entry_files import entry_files
from bot.upkeep.forms import Told, slug
from bot.upkeep.papers.figures import Number
from bot.upkeep.papers.find import Finding, Kind, Reader, Section, Town
from bot.upkeep.papers.paper import Block, Paper
from bot.upkeep.papers.steps import FIRST_BLOCKS, QUOTED, Quoted, passages, stage_of
from bot.upkeep.stamp import a_year_after

TITLE_CHARS = 110

_NUMBERED = re.compile(r"^§\s?\d{1,4}\s+")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be: its type and what is told of it; `known` names the entry that is about the same, if any."""

    type: str
    told: Told
    known: str | None = None

    def files(self) -> dict[str, str]:
        """Return its file, Swedish only: a person translates what they have accepted."""
        return entry_files(self.type, self.told, (Language.SV,), draft=True)


@dataclass(frozen=True, slots=True)
class About:
    """What every draft of a paper says of its source."""

    title: str
    day: date
    language: Language = Language.SV


@dataclass
class Drafter:
    """Drafts the entries of one paper.

    Args:
        paper: the paper.
        found: what was found in it.
        reader: that found it.
        knowledge: of the municipality; whose ids are taken, and whose entries are known.
        about: title and day of the paper.
        earlier: drafts that stand in the folder already.
    """

    paper: Paper
    found: Sequence[Finding]
    reader: Reader
    knowledge: Knowledge
    about: About
    earlier: Mapping[str, Item] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)

    def drafts(self) -> list[Draft]:
        """Return all drafts: decisions and proposals, sections of acts, partner towns, figures."""
        found = [*self._decisions(), *self._sections(), *self._towns(), *self._figures()]
        return [replace(draft, known=draft.known or self._drafted(draft)) for draft in found]

    def _drafted(self, draft: Draft) -> str | None:
        """The earlier draft of the same words, as the paper was imported before; or of the same town."""
        told = (draft.told["title"], draft.told["source_quote"])
        names = set(draft.told.get("alias", ()))
        for key, item in self.earlier.items():
            if told == (item.entry.title, item.entry.sources[0].quote) or names.intersection(item.entry.aliases):
                return key
        return None

    def _decisions(self) -> Iterator[Draft]:
        for heading, quoted in passages(self.paper, self.reader):
            stage = stage_of(heading, quoted, self.paper, self.reader)
            bodies = self.reader.bodies(heading.text if heading else "") or self.reader.bodies(quoted[0][0])
            numbers, parties = self._values(Kind.CASE_NUMBER), self._values(Kind.PARTY)
            note = self._say("note_proposal" if stage is Stage.PROPOSAL else "note_stage")
            named = f" {self._say('note_parties', parties=', '.join(parties))}" if parties else ""
            told = self._base(
                self._say(f"title_{_KEYS[stage]}", title=self.about.title),
                quoted,
                _STATUS[stage],
                heading=heading,
                notes=note + named,
            )
            told |= {"stage": stage} | ({"body": bodies[0]} if bodies else {})
            if stage is Stage.DECIDED:
                told["decided_on"] = self.about.day
            if len(numbers) == 1:
                told["dnr"] = numbers[0]
            yield Draft("decision", told)

    def _sections(self) -> Iterator[Draft]:
        for section, said in self._grouped(Kind.SECTION).items():
            if isinstance(section, Section):
                chapter = f"{section.chapter} kap. " if section.chapter else ""
                name = f"{chapter}{section.section} lag {section.statute}"
                told = self._base(name, said, Status.CURRENT, notes=self._say("note_law"))
                own: Told = {"statute": section.statute, "section": section.section, "secondary": True}
                own |= {"chapter": section.chapter} if section.chapter else {}
                yield Draft("legal_rule", told | own, self.reader.section_entry(section))

    def _towns(self) -> Iterator[Draft]:
        for town, said in self._grouped(Kind.TOWN).items():
            if isinstance(town, Town):
                words = self.reader.words
                agreed = any(
                    self.reader.says(s, words.agreed) and not self.reader.says(s, words.proposals) for s, _ in said
                )
                title = self._say("title_town", town=town.name)
                told = self._base(title, said, Status.UNKNOWN, name=town.name, notes=self._say("note_town"))
                told |= {"country": town.country, "relation": "partner_town" if agreed else "none"}
                told |= {"alias": [town.name]} if town.entry is None else {"related": [town.entry]}
                yield Draft("partner_town", told, town.entry)

    def _figures(self) -> Iterator[Draft]:
        for number, said in self._grouped(Kind.FIGURE).items():
            if isinstance(number, Number):
                year = number.year or self.about.day.year
                title = f"{number.shown()} {year}"
                note = "note_figure" if number.year is not None else "note_year"
                told = self._base(title, said, Status.HISTORICAL, notes=self._say(note))
                told |= {"value": number.value, "unit": number.unit, "year": year}
                told |= {"what": number.what} if number.what else {}
                yield Draft("statistic", told, self._known_figure(number))

    def _known_figure(self, number: Number) -> str | None:
        for key, item in self.knowledge.items.items():
            if isinstance(item.entry, Statistic):
                for figure in item.entry.values:
                    if (figure.value, figure.year) == (number.value, number.year):
                        return key
        return None

    def _base(
        self,
        title: str,
        said: Sequence[Quoted],
        status: Status,
        *,
        name: str | None = None,
        heading: Block | None = None,
        notes: str,
    ) -> Told:
        """What every entry is told: its title, the quoted sentences as text, the source with its page.

        The id is made of its name, else of its title.
        """
        title = shorten(title, TITLE_CHARS, f" {ELLIPSIS}")
        places = list(dict.fromkeys(self.place(block) for _, block in said))
        ref = ", ".join([*([heading.text] if heading is not None else []), *places])
        key = slug(name or title, {*self.knowledge.items, *self.earlier, *self._ids})
        self._ids.add(key)
        told: Told = {
            "id": key,
            "title": title,
            "text": [self._say("quoted", place=self.place(block), sentence=sentence) for sentence, block in said],
            "status": status,
            "as_of": self.about.day,
            "source": self.about.title,
            "source_ref": ref,
            "source_date": self.about.day,
            "source_quote": " ".join(sentence for sentence, _ in said),
            "notes": notes,
        }
        return told if status is Status.HISTORICAL else told | {"review_by": a_year_after(self.about.day)}

    def place(self, block: Block) -> str:
        """Return where a block stands, as a source's reference says it: a page, else a paragraph of the file."""
        if block.page is not None:
            return self._say("page", page=block.page)
        return self._say("block", number=block.number)

    def _grouped(self, kind: Kind) -> dict[Any, list[Quoted]]:
        """The findings of a kind by their value, each with the first sentences that say it."""
        groups: dict[Any, list[Quoted]] = {}
        for finding in self.found:
            if finding.kind is kind:
                said = groups.setdefault(finding.value, [])
                if len(said) < QUOTED and finding.sentence not in [sentence for sentence, _ in said]:
                    said.append((finding.sentence, finding.block))
        return groups

    def _values(self, kind: Kind) -> list[Any]:
        return list(dict.fromkeys(finding.value for finding in self.found if finding.kind is kind))

    def _say(self, key: str, **values: object) -> str:
        return phrase(self.about.language, f"upkeep.import_{key}").format(**values)


_STATUS = {Stage.PROPOSAL: Status.PROPOSED, Stage.DECIDED: Status.DECIDED, Stage.UNKNOWN: Status.UNKNOWN}
_KEYS = {Stage.PROPOSAL: "proposal", Stage.DECIDED: "decision", Stage.UNKNOWN: "step"}


def title_of(paper: Paper, reader: Reader) -> str:
    """Return the paper's own title: the first of its opening headings that can be one, the number of a paragraph of
    minutes left out; else the heading that says what kind of paper it is; else the file's name."""
    opening = paper.blocks[:FIRST_BLOCKS]
    headings = [_NUMBERED.sub("", block.text) for block in opening if len(block.text) <= 2 * TITLE_CHARS]
    kinds = (block.text for block in opening if block.heading and reader.says(block.text, reader.words.minutes))
    return next((text for text in headings if reader.is_title(text)), next(kinds, paper.name))
