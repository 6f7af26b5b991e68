"""The facts that decide whether a municipality may give aid abroad, as a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import Any, Self


class Form(StrEnum):
    """What is given."""

    EQUIPMENT = "equipment"
    ADVICE = "advice"
    TRAINING = "training"
    MONEY = "money"
    TRANSPORT = "transport"  # and making equipment ready for use
    OTHER = "other"


GOODS = (Form.EQUIPMENT, Form.TRANSPORT)
"""A thing that is given, or brought there: whether it is still needed decides."""
TAUGHT = (Form.TRAINING, Form.ADVICE)
"""Given by people who teach: what money may be for; to one place both are judged alike."""
IN_KIND = (*TAUGHT, Form.OTHER)
"""Given without a thing or money."""


class Purpose(StrEnum):
    """What money is for."""

    TRAINING_OR_ADVICE = "training_or_advice"
    OTHER = "other"
    UNKNOWN = "unknown"


class StateAid(StrEnum):
    """Whether the country receives Swedish state development aid."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Need(StrEnum):
    """Whether the municipality still needs the equipment."""

    NO_LONGER_NEEDED = "no_longer_needed"
    STILL_USED = "still_used"
    UNKNOWN = "unknown"


class Giver(StrEnum):
    """Who gives: the municipality itself, or a company or federation of municipalities."""

    MUNICIPALITY = "municipality"
    COMPANY = "company"


class Overlay(StrEnum):
    """Circumstances that lie over a case; not mentioned means absent."""

    MILITARY_OR_DUAL_USE = "military_or_dual_use"
    SANCTIONED = "sanctioned"
    PAID_BY_RECEIVER = "paid_by_receiver"
    VIA_RELIEF_ORGANISATION = "via_relief_organisation"
    OTHERS_GOODS = "others_goods"
    STAFF_COLLECTION = "staff_collection"
    MUTUAL_EXCHANGE = "mutual_exchange"


class Kind(StrEnum):
    """What sort of receiver it is."""

    CIVILIAN = "civilian"
    MILITARY = "military"


ARMS = "military"
"""Offered beside the forms: what is given is of military or dual use, whatever its form."""

ASKABLE = ("form", "money_purpose", "equipment_status", "country", "receiver")
"""The facts that the bot asks back for, in the order in which it prefers them."""


@dataclass(frozen=True, slots=True)
class AidFacts:
    """The facts of one case.

    Args:
        form: what is given; None where the words do not tell.
        money_purpose: of money only.
        country: ISO code, where a country was named.
        state_aid: whether that country, or the one that the asker described, receives Swedish state aid.
        equipment_status: of equipment and transport only.
        giver: who gives.
        overlays: circumstances that lie over the case.
        armed: the receiver itself is military, so that another thing given to it changes nothing.
        receiver_unclear: the receiver is named by a word that no list knows: it may be a military one.
        unexamined: a question that the sources do not answer (customs, insurance, …) is part of the case.
        cannot_say: facts of ASKABLE that the asker cannot tell, asked for them or not.
    """

    form: Form | None = None
    money_purpose: Purpose = Purpose.UNKNOWN
    country: str | None = None
    state_aid: StateAid = StateAid.UNKNOWN
    equipment_status: Need = Need.UNKNOWN
    giver: Giver = Giver.MUNICIPALITY
    overlays: frozenset[Overlay] = frozenset()
    armed: bool = False
    receiver_unclear: bool = False
    unexamined: bool = False
    cannot_say: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """Return plain data: the facts of the contract, null where one does not apply or is not known."""
        goods = self.form in GOODS
        return {
            "form": _text(self.form),
            "money_purpose": str(self.money_purpose) if self.form is Form.MONEY else None,
            "country": self.country,
            "state_aid": str(self.state_aid),
            "equipment_status": str(self.equipment_status) if goods else None,
            "giver": str(self.giver),
            "overlays": sorted(self.overlays),
            "armed": self.armed,
            "receiver_unclear": self.receiver_unclear,
            "unexamined": self.unexamined,
            "cannot_say": sorted(self.cannot_say),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Build facts from `to_json`'s data; what is missing is not known.

        Raises:
            ValueError: where a value is none of its fact's.
        """
        form = data.get("form")
        return cls(
            form=Form(form) if form else None,
            money_purpose=Purpose(data.get("money_purpose") or Purpose.UNKNOWN),
            country=data.get("country"),
            state_aid=StateAid(data.get("state_aid") or StateAid.UNKNOWN),
            equipment_status=Need(data.get("equipment_status") or Need.UNKNOWN),
            giver=Giver(data.get("giver") or Giver.MUNICIPALITY),
            overlays=frozenset(Overlay(o) for o in data.get("overlays") or ()),
            armed=bool(data.get("armed")),
            receiver_unclear=bool(data.get("receiver_unclear")),
            unexamined=bool(data.get("unexamined")),
            cannot_say=frozenset(str(f) for f in data.get("cannot_say") or ()),
        )

    @classmethod
    def remembered(cls, data: Mapping[str, Any]) -> Self | None:
        """Build facts from what a thread remembers; None where it remembers none, or values that are none any more."""
        try:
            return cls.from_json(data) if data else None
        except ValueError:
            return None

    def with_value(self, fact: str, value: str) -> Self:
        """Return the facts with one askable fact set; "unknown" says that the asker cannot tell.

        Raises:
            ValueError: where the value is none of the fact's.
        """
        if value == "unknown":
            return replace(self, cannot_say=self.cannot_say | {fact})
        if fact == "form" and value == ARMS:
            return replace(self, overlays=self.overlays | {Overlay.MILITARY_OR_DUAL_USE})
        if fact == "form":
            return replace(self, form=Form(value))
        if fact == "money_purpose":
            return replace(self, money_purpose=Purpose(value))
        if fact == "equipment_status":
            return replace(self, equipment_status=Need(value))
        if fact == "receiver":
            armed = Kind(value) is Kind.MILITARY
            overlays = self.overlays | ({Overlay.MILITARY_OR_DUAL_USE} if armed else set())
            return replace(self, receiver_unclear=False, armed=armed, overlays=overlays)
        return replace(self, state_aid=StateAid(value))


def _text(value: StrEnum | None) -> str | None:
    return str(value) if value is not None else None


def cases() -> Iterator[AidFacts]:
    """Yield every combination of form, purpose, state aid, need, giver, and each overlay alone or none."""
    overlays: list[tuple[Overlay, ...]] = [(), *((overlay,) for overlay in Overlay)]
    for form, state_aid, giver, overlay in product(Form, StateAid, Giver, overlays):
        purposes = [*Purpose] if form is Form.MONEY else [Purpose.UNKNOWN]
        needs = [*Need] if form in GOODS else [Need.UNKNOWN]
        for purpose, need in product(purposes, needs):
            yield AidFacts(form, purpose, None, state_aid, need, giver, frozenset(overlay))
