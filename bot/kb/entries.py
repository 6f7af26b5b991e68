"""The models of knowledge entries: what the coordinator writes in the front matter.

An entry is one Swedish file, `<id>.sv.md`, which carries every fact about it, and one file for each further language,
`<id>.<lang>.md`, which carries only words (title, questions, body). The same models give the JSON Schema for editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import (
    Field,
    FiniteFloat,
    StrictBool,
    StrictInt,
    StringConstraints,
)

from bot.kb.scalars import Day, Detail, EntryId, Later, Text
from bot.kb.strict import Strict


class Status(StrEnum):
    """How an entry stands to the present."""

    CURRENT = "current"  # holds now, as far as reviewed
    HISTORICAL = "historical"  # was so, or happened; does not change
    PROPOSED = "proposed"  # proposed, not decided
    DECIDED = "decided"
    EXPIRED = "expired"  # no longer holds
    UNKNOWN = "unknown"  # the entry says what is not known: its answer is `no_answer`

    @property
    def past(self) -> bool:
        """Whether it tells what was, and so does not change."""
        return self in (Status.HISTORICAL, Status.EXPIRED)


class Stage(StrEnum):
    """How far a decision has come."""

    PROPOSAL = "förslag"
    DECIDED = "beslutat"
    CONFIRMED = "justerat"
    FINAL = "laga kraft"
    REPEALED = "upphävt"
    UNKNOWN = "okänt"


class EntrySource(Strict):
    """Where the entry's statements come from."""

    title: Text = Field(description="The source's title, as the answer shows it.")
    ref: Text | None = Field(None, description="Section, paragraph, page or case number within the source.")
    date: Annotated[Day, Field(description="The day the source speaks for, or was read.")]
    url: Text | None = Field(None, pattern=r"^https?://", description="Public address, if there is one.")
    issuer: Text | None = Field(None, description="Who issued the source.")
    quote: Text | None = Field(None, description="The sentence in the source that the entry rests on.")


class Golden(Strict):
    """Test questions, never indexed: what must reach the entry and what must not."""

    reach: list[Text] = Field(default_factory=list, description="Questions that this entry must answer.")
    near_miss: list[Text] = Field(default_factory=list, description="Questions that this entry must not answer.")


class Words(Strict):
    """The part of an entry that is written once in each language."""

    title: Text = Field(description="A short heading, shown in lists of nearest entries.")
    brief: Text | None = Field(None, description="One line for the status card.", max_length=160)
    aliases: list[Text] = Field(
        default_factory=list, description="Names of the thing itself; no two entries share one."
    )
    questions: list[Text] = Field(default_factory=list, description="Other ways to ask; indexed.")
    golden: Golden = Field(default_factory=Golden)


class Translation(Words):
    """`<id>.<lang>.md` in another language than Swedish: the words only."""

    id: EntryId


class _Entry(Words):
    id: EntryId = Field(description="Same as the file name before the first dot.")
    status: Status
    as_of: Day = Field(description="The day that the statements hold for.")
    review_by: Later | None = Field(
        None, description="After this day the answer warns. Leave out where nothing can change."
    )
    valid_from: Day | None = None
    valid_until: Later | None = Field(None, description="After this day the entry is not told as in force.")
    sources: list[EntrySource] = Field(min_length=1)
    related: list[EntryId] = Field(default_factory=list, description="Entries offered beside this one.")
    why: EntryId | None = Field(None, description="The entry that answers a following 'why?'.")
    covers: list[Detail] = Field(
        default_factory=list, description="Details of lists/details.yaml that this entry really answers."
    )
    supersedes: EntryId | None = None
    superseded_by: EntryId | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    reviewed_by: Text | None = Field(None, description="The role that reviewed it, never a name.")
    notes: Text | None = Field(None, description="For editors: what not to conclude. Never shown.")
    draft: StrictBool = Field(False, description="A draft is checked but never answers.")


class PartnerTown(_Entry):
    """A town that is, was or was asked to become a partner town."""

    type: Literal["partner_town"]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    relation: Literal["partner_town", "agreement", "none"] = Field(
        description="'none': asked for or mentioned, never agreed."
    )
    start: Text | None = Field(None, description="When it began, with the source's own precision.")
    start_decided_by: Text | None = None
    end: Text | None = None
    end_known: StrictBool = False


class Cooperation(_Entry):
    """A visit, a project or another form of cooperation."""

    type: Literal["cooperation"]
    partner: Text | None = None
    kind: Text | None = None
    period: Text | None = None
    organiser: Text | None = None
    state: Literal["done", "planned", "unknown"]
    funding: Text | None = None


class Decision(_Entry):
    """A step in a decision: a motion, an opinion, a proposal or a decision."""

    type: Literal["decision"]
    body: Text | None = Field(None, description="Who decided or proposed, e.g. kommunstyrelsen.")
    stage: Stage
    decided_on: Day | None = None
    outcome: Text | None = None
    dnr: Text | None = Field(None, description="The case number, if known.")
    sent_to: list[Text] = Field(default_factory=list)


class LegalRule(_Entry):
    """A section of a statute in force, or a secondary account of one."""

    type: Literal["legal_rule"]
    statute: Text = Field(description="SFS number, e.g. 2009:47.")
    chapter: StrictInt | None = None
    section: Text | None = None
    wording: Text | None = Field(None, description="The statute's own words.")
    last_amended: Text | None = Field(None, description="SFS number of the last amendment.")
    consolidated_through: Text | None = Field(
        None, description="SFS number up to which the copy read was consolidated."
    )
    repealed: StrictBool = Field(
        False, description="True for an act that is no longer in force; such an entry must be historical."
    )
    secondary: StrictBool = Field(False, description="True where this is somebody's summary of the law, not the law.")
    differs_from: EntryId | None = Field(None, description="The entry that leads where the two differ.")


class Figure(Strict):
    """One figure of a statistic."""

    value: FiniteFloat = Field(strict=True)
    unit: Text
    year: StrictInt
    what: Text | None = None


class Statistic(_Entry):
    """A figure and what it counts."""

    type: Literal["statistic"]
    values: list[Figure] = Field(min_length=1)
    population: Text | None = Field(None, description="Who was asked or counted.")
    definition: Text | None = None


class Term(_Entry):
    """A word and what it means."""

    type: Literal["term"]


class Process(_Entry):
    """How something is done."""

    type: Literal["process"]
    steps: list[Text] = Field(default_factory=list)
    owner: Text | None = None


class Contact(_Entry):
    """A role to turn to; never a person's name."""

    type: Literal["contact"]
    role: Text
    channel: Text | None = None


class Fact(_Entry):
    """Any other single fact."""

    type: Literal["fact"]


AnyEntry = PartnerTown | Cooperation | Decision | LegalRule | Statistic | Term | Process | Contact | Fact
Entry = Annotated[AnyEntry, Field(discriminator="type")]

MODELS: Mapping[str, type[AnyEntry]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(AnyEntry)
}
"""The model of each type, by the name that stands in the file."""
