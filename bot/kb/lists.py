"""The models of knowledge/lists and knowledge/aid: words, names and tables that the coordinator keeps."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool, StringConstraints

from bot.kb.entries import EntrySource
from bot.kb.groups import group_schema
from bot.kb.municipality import Local
from bot.kb.phrases import Book, each_wording
from bot.kb.scalars import DETAIL_CHARS, Day, Detail, Later, Text
from bot.kb.strict import Strict

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Synonyms(Strict):
    """lists/synonyms.yaml: groups of words that mean the same; the first names the group."""

    groups: list[Annotated[list[Text], Field(min_length=2)]]


class Details(Strict):
    """lists/details.yaml: the words by which a question asks for a detail such as a phone number."""

    details: dict[Detail, list[Text]] = Field(
        json_schema_extra={"additionalProperties": False, "propertyNames": {"maxLength": DETAIL_CHARS}}
    )  # editors refuse a key that is no name of a detail only where they are told that no other may stand there
    inferred: list[Detail] = Field(
        default_factory=list, description="Details that an entry answers also where its own questions ask for them."
    )
    local: list[Detail] = Field(
        default_factory=list,
        description="Details of a place: asked of the municipality itself, only an entry that names it answers.",
    )
    nowhere: list[Detail] = Field(
        default_factory=list,
        description="Details that nothing here tells: where one is asked for, neither an entry nor a verdict answers.",
    )

    @cached_property
    def book(self) -> Book:
        """The words of every detail, looked for in folded text; * stands for letters, .. for up to four words."""
        return Book(each_wording(self.details))


class Municipalities(Strict):
    """lists/municipalities.yaml: names of the country's municipalities and regions."""

    source: EntrySource
    municipalities: list[Text]
    regions: list[Text] = Field(default_factory=list)
    ordinary: list[Text] = Field(
        default_factory=list, description="Names that are ordinary words too: found only where written as names."
    )


class Country(Strict):
    """One country: its names, and whether it receives Swedish state development aid."""

    code: Code
    sv: Text
    en: Text
    names: list[Text] = Field(default_factory=list)
    people: list[Text] = Field(default_factory=list)
    state_aid: Literal["yes", "no", "unknown"]
    source: Text
    as_of: Day
    valid_until: Later | None = Field(None, description="After this day the row counts as unknown.")
    review_by: Later | None = Field(None, description="After this day the answer warns.")
    sanctioned: StrictBool = False
    note: Text | None = None

    def aid(self, today: date) -> Literal["yes", "no", "unknown"]:
        """Tell whether the country receives state aid on a day; a row whose date has passed does not know."""
        return "unknown" if self.valid_until is not None and today > self.valid_until else self.state_aid


class Countries(Strict):
    """lists/countries.yaml."""

    sources: dict[str, EntrySource]
    countries: list[Country]

    @cached_property
    def by_code(self) -> dict[str, Country]:
        """The rows by ISO code."""
        return {row.code: row for row in self.countries}


class Place(Strict):
    """A place abroad that a question may name for its country."""

    name: Text
    names: list[Text] = Field(default_factory=list)
    after_preposition: list[Text] = Field(
        default_factory=list,
        description='Names that are also words: found only after "till", "från", "to" …',
    )
    country: Code
    note: Text | None = None


class OccupiedPlace(Place):
    """A place or area under occupation: counts as sanctioned until a lawyer says otherwise."""

    source: Text
    as_of: Day
    review_by: Later | None = None


class Places(Strict):
    """lists/places.yaml."""

    sources: dict[str, EntrySource] = Field(default_factory=dict)
    places: list[Place] = Field(default_factory=list)
    occupied: list[OccupiedPlace] = Field(default_factory=list)


class Papers(Strict):
    """lists/papers.yaml: the words by which `vanort import` reads a municipal paper; * stands for letters."""

    minutes: list[Text] = Field(description="Kinds of papers that tell what was decided.")
    proposals: list[Text] = Field(description="What stands under or beside these words is proposed.")
    decisions: list[Text] = Field(description="Headings of a decision.")
    resolves: list[Text] = Field(description="Verbs of a sentence that decides.")
    not_decisions: list[Text] = Field(description="Headings that only look like a decision's.")
    bodies: list[Text] = Field(description="Who proposes and decides.")
    parties: dict[str, Text] = Field(description="Parties by the letters that papers put in brackets.")
    case_number: list[Text] = Field(description="What stands before a case number.")
    dated: list[Text] = Field(description="What stands before the paper's day.")
    partnership: list[Text] = Field(description="Words that make a place a partner town.")
    agreed: list[Text] = Field(description="Words that tell that a partnership was agreed.")
    town_kinds: list[Text] = Field(description="What a place is called after its name.")
    counted: list[Text] = Field(description="Words before what a figure counts.")
    not_figures: list[Text] = Field(description="Words after which a number is no figure.")
    years: list[Text] = Field(default_factory=list, description="Words before a year, which are no unit of a figure.")
    statutes: dict[str, Text] = Field(default_factory=dict, description="SFS numbers of acts that papers call by name.")


class AidWords(Strict):
    """aid/words.yaml: the words by which a question tells the facts of a case.

    `heads` are matched as a whole word or as the end of a compound, in any inflection; `phrases` are patterns of folded
    words in which * stands for letters and .. for up to four words.
    """

    heads: dict[str, list[Text]] = Field(json_schema_extra=group_schema("heads"))
    phrases: dict[str, list[Text]] = Field(json_schema_extra=group_schema("phrases"))


class AidSentences(Strict):
    """aid/sentences.yaml: every sentence of an aid answer; {to} and {country} are filled from the countries."""

    sentences: dict[str, Local]


PAPERS = "lists/papers.yaml"
FILES: dict[str, type[BaseModel]] = {
    "lists/synonyms.yaml": Synonyms,
    "lists/details.yaml": Details,
    "lists/municipalities.yaml": Municipalities,
    "lists/countries.yaml": Countries,
    "lists/places.yaml": Places,
    PAPERS: Papers,
    "aid/words.yaml": AidWords,
    "aid/sentences.yaml": AidSentences,
}
"""The files that may stand in lists/ and aid/, each with its model; answers on aid need them all but PAPERS."""
