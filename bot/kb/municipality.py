"""The model of knowledge/municipality.yaml: who the municipality is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

from bot.kb.scalars import EntryId, Text
from bot.kb.strict import Strict
from bot.question import Language


class Local(Strict):
    """A phrase in each language of the product."""

    sv: Text
    en: Text

    def of(self, language: Language) -> str:
        """Return the phrase in a language."""
        return self.en if language is Language.EN else self.sv


class StatusRow(Strict):
    """One line of a status card: a label and the entries whose `brief` it shows."""

    label: Local
    entries: list[EntryId] = Field(min_length=1)


class StatusTopic(Strict):
    """A topic that a manager can ask the status of."""

    id: EntryId
    title: Local
    words: list[Text] = Field(description="Words that name the topic in a question, any language.")
    rows: list[StatusRow] = Field(min_length=1)


class Municipality(Strict):
    """knowledge/municipality.yaml."""

    name: Text = Field(description="The short name, without the word kommun.")
    names: list[Text] = Field(default_factory=list, description="Other ways to name it, misspellings included.")
    companies: list[Text] = Field(
        default_factory=list,
        description="Names of its companies and federations, as staff write them: who gives in a case of aid.",
    )
    papers: list[Text] = Field(
        default_factory=list,
        description="Names of its own papers, as entries and questions have them: what speaks of them is not shared.",
    )
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "SE"
    languages: list[Language] = Field(default=[Language.SV, Language.EN], min_length=1)
    coordinator: Local = Field(description="The role to turn to, as it reads in 'ask …'; never a name.")
    lawyer: Local = Field(description="The role that reviews legal questions.")
    examples: list[Local] = Field(min_length=3, max_length=3, description="Three questions shown as help.")
    status: list[StatusTopic] = Field(min_length=1, description="The first topic is the one shown for plain 'status'.")
    complete: list[EntryId] = Field(
        default_factory=list,
        description="Entries that name every one of their kind, such as all partner towns: "
        "they answer whether a town that they do not name is one of them.",
    )
    privacy: Local | None = Field(
        None, description="What is added to the notice that a person gets at the first question."
    )
    max_lix: StrictInt = Field(60, description="Warn when an entry reads harder than this LIX value.")
