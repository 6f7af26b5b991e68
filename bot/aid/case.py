"""What a text says of a case of aid, and whether it puts one."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.aid.facts import TAUGHT, AidFacts, Form, Need, Overlay
from bot.aid.message import Message

_GOING = frozenset({"addressed", "handing", "short"})
_MADE_OUT = frozenset({"thing", "country", "equipment_status"})
"""Who tells these, and asks for leave or asks nothing else, names a thing, where it goes and whether it is needed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a case.

    Args:
        message: the text, made ready.
        facts: one set of facts for each case that the text names (several things or countries), in order; never none.
        permission: it asks whether something may be done.
        concrete: it names a particular thing, receiver or circumstance.
        factual: it asks how something is or was, or about the law in general.
        named: the text itself tells a receiver (a country, "abroad", a relief organisation, an army).
        domestic: what it speaks of stays in the country, or comes to the asker.
        telling: names of the facts that the text tells, and of the signs by which a case is known.
        judged: what a second reading says of whether the text puts a case; None where there was none.
    """

    message: Message
    facts: tuple[AidFacts, ...]
    permission: bool = False
    concrete: bool = False
    factual: bool = False
    named: bool = False
    domestic: bool = False
    telling: frozenset[str] = field(default_factory=frozenset)
    judged: bool | None = None

    @property
    def giving(self) -> bool:
        """Whether it speaks of giving, sending, paying; the sign "giving" tells more: that it asks to hand over."""
        return self.message.giving

    @property
    def case(self) -> bool:
        """Tell whether the text puts a concrete case."""
        if self.judged is not None:
            return self.judged
        if self.factual or self.domestic or not self.concrete:
            return False
        first = self.facts[0]
        military = Overlay.MILITARY_OR_DUAL_USE in first.overlays
        passed_on = "handing" in self.telling or (self.giving and "thing" in self.telling)
        sanctioned = Overlay.SANCTIONED in first.overlays and passed_on
        review = military or sanctioned or Overlay.STAFF_COLLECTION in first.overlays or first.unexamined
        gathered = first.overlays == {Overlay.STAFF_COLLECTION} and not self.named
        if first.form is None and (gathered or not review):
            named = {"object", "handing"} <= self.telling and self.named
            handed = named or {"object", "leave", "giving", "addressed"} <= self.telling
            spare = self.giving and first.equipment_status is Need.NO_LONGER_NEEDED
            told = self.giving and {"country", "equipment_status", "plain", "addressed"} <= self.telling  # but for "it"
            unknown = self.named and (spare or told or {"unknown", "leave", "addressed"} <= self.telling)
            return self.permission and (handed or unknown or "something" in self.telling)
        if first.form is Form.EQUIPMENT and not (self.giving or military or self._reaches):
            return False
        if (self.permission and (self.giving or self.named)) or (first.unexamined and self.named and self.giving):
            return True
        if "wh" in self.telling:
            return False
        if first.form is Form.EQUIPMENT or military:
            return self.named or {"plain", "handing"} <= self.telling
        if first.form in (Form.MONEY, Form.TRANSPORT):
            return (self.named and self.giving) or "addressed" in self.telling
        paid = Overlay.PAID_BY_RECEIVER in first.overlays
        asked = "addressed" in self.telling and ("plain" in self.telling or self.giving or paid)
        taught = first.form in TAUGHT and self.named and self.giving
        return "short" in self.telling or asked or taught

    @property
    def _reaches(self) -> bool:
        """Tell whether a thing is named, and asked for, or told to go to somebody, or to be left over or needed."""
        spare = self.facts[0].equipment_status is Need.NO_LONGER_NEEDED
        told = self.telling >= _MADE_OUT and (self.permission or "plain" not in self.telling)
        return told or ("object" in self.telling and (self.permission or spare or bool(self.telling & _GOING)))
