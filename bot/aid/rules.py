"""The law on municipal aid abroad: one rule, one small function, with the sections that it rests on.

Source: lag (2009:47) om vissa kommunala befogenheter, 5 kap., wording up to SFS 2025:435; kommunallag (2017:725);
lag (1992:1300) om krigsmateriel; lag (2025:327) om internationella sanktioner. The rules are tried in order and the
first that applies decides. They take facts of which none that matters is unknown; `judge` sees to that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.aid.facts import IN_KIND, TAUGHT, AidFacts, Form, Giver, Need, Overlay, Purpose, StateAid
from bot.answer import Verdict

MUNICIPAL_ACTS = ("befogenhetslagen", "kommunallagen")
"""What the ids of sections begin with that say what a municipality may do; the other acts only bound that."""
_5 = f"{MUNICIPAL_ACTS[0]}-5-"


class RuleName(StrEnum):
    """The names of the rules, each that of the sentence that leads its answer."""

    MILITARY = "military"
    SANCTIONED = "sanctioned"
    STAFF_COLLECTION = "staff_collection"
    OTHERS_GOODS = "others_goods"
    MONEY_OTHER = "money_other"
    UNEXAMINED = "unexamined"
    SERVICE_EXPORT = "service_export"
    PAID_GOODS = "paid_goods"
    EXCHANGE = "exchange"
    SURPLUS = "surplus"
    TRANSPORT = "transport"
    AID_EQUIPMENT = "aid_equipment"
    AID_ADVICE = "aid_advice"
    AID_TRAINING = "aid_training"
    AID_MONEY = "aid_money"
    AID_OTHER = "aid_other"
    PERMIT = "permit"


class Duty(StrEnum):
    """The conditions and explanations that go with a rule, each named as its sentence."""

    GIFT_COUNTS = "gift_counts"
    ASK_ISP = "ask_isp"
    INSTEAD_IN_KIND = "instead_in_kind"
    BUSINESS_TERMS = "business_terms"
    LIMIT_RISKS = "limit_risks"
    REASONABLE = "reasonable"
    OWN_EQUIPMENT = "own_equipment"
    NO_DUTIES = "no_duties"
    CHECK_USE = "check_use"
    CHECK_USE_WITH_PERMIT = "check_use_with_permit"
    NOTIFY_SIDA = "notify_sida"
    COMPANY = "company"
    COMPANY_DOUBT = "company_doubt"
    RELIEF = "relief"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say of a case.

    Args:
        rule: the name of the deciding rule; names the sentence that leads the answer.
        verdict: the verdict.
        refs: ids of the legal_rule entries that it rests on.
        duties: names of the conditions and explanations that go with it, each a sentence in the knowledge.
    """

    rule: RuleName
    verdict: Verdict
    refs: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()


Rule = Callable[[AidFacts], Ruling | None]


def military(facts: AidFacts) -> Ruling | None:
    """Weapons, protective and dual-use goods, military receivers: lag (1992:1300) 2, 4, 6, 10 §§; lag (2000:1064)."""
    if Overlay.MILITARY_OR_DUAL_USE not in facts.overlays:
        return None
    refs: tuple[str, ...] = ("krigsmateriellagen-2", "krigsmateriellagen-4", "krigsmateriellagen-6", "dual-use-lagen")
    if facts.form is Form.TRAINING:
        refs = (*refs, "krigsmateriellagen-10")
    return Ruling(RuleName.MILITARY, Verdict.NEEDS_LEGAL_REVIEW, refs, (Duty.GIFT_COUNTS, Duty.ASK_ISP))


def sanctioned(facts: AidFacts) -> Ruling | None:
    """A listed receiver, Russia, Belarus or an occupied area: lag (2025:327) 3 §."""
    if Overlay.SANCTIONED not in facts.overlays:
        return None
    return Ruling(RuleName.SANCTIONED, Verdict.NEEDS_LEGAL_REVIEW, ("sanktionslagen-3",), ())


def collections(facts: AidFacts) -> Ruling | None:
    """Collections among staff, freight of what others give: 5 kap. 6 § covers only what the municipality gives."""
    if Overlay.STAFF_COLLECTION in facts.overlays:
        return Ruling(RuleName.STAFF_COLLECTION, Verdict.NEEDS_LEGAL_REVIEW, (_5 + "6",), ())
    if Overlay.OTHERS_GOODS in facts.overlays:
        return Ruling(RuleName.OTHERS_GOODS, Verdict.NEEDS_LEGAL_REVIEW, (_5 + "6",), ())
    return None


def money_for_other_things(facts: AidFacts) -> Ruling | None:
    """Money may be given only to carry out training and advice: 5 kap. 4 § second sentence, 5 § second paragraph."""
    if facts.form is Form.MONEY and facts.money_purpose is Purpose.OTHER:
        return Ruling(RuleName.MONEY_OTHER, Verdict.NOT_SUPPORTED, (_5 + "4", _5 + "5"), (Duty.INSTEAD_IN_KIND,))
    return None


def unexamined(facts: AidFacts) -> Ruling | None:
    """Customs, tax, insurance, personal data, paying another's invoice: not examined in the sources."""
    if facts.unexamined:
        return Ruling(RuleName.UNEXAMINED, Verdict.NEEDS_LEGAL_REVIEW, (_5 + "4", _5 + "6"), ())
    return None


def paid_by_receiver(facts: AidFacts) -> Ruling | None:
    """Service export, 5 kap. 1–3 §§ on business terms (1 kap. 3 §); goods only as a complement to the service."""
    if Overlay.PAID_BY_RECEIVER not in facts.overlays:
        return None
    refs = (_5 + "1", _5 + "2", _5 + "3", "befogenhetslagen-1-3")
    if facts.form in TAUGHT:
        return Ruling(
            RuleName.SERVICE_EXPORT, Verdict.ALLOWED_WITH_CONDITIONS, refs, (Duty.BUSINESS_TERMS, Duty.LIMIT_RISKS)
        )
    return Ruling(RuleName.PAID_GOODS, Verdict.NEEDS_LEGAL_REVIEW, refs, ())


def mutual_exchange(facts: AidFacts) -> Ruling | None:
    """Ordinary exchange between partner towns is not aid: kommunallagen 2 kap. 1 §, prop. 2000/01:42."""
    if Overlay.MUTUAL_EXCHANGE in facts.overlays and facts.form in IN_KIND:
        return Ruling(RuleName.EXCHANGE, Verdict.ALLOWED, ("kommunallagen-2-1",), ())
    return None


def surplus(facts: AidFacts) -> Ruling | None:
    """Equipment no longer needed may go to any country: 5 kap. 4 §, 5 § first paragraph; 8 and 9 §§ do not apply."""
    if facts.form is Form.EQUIPMENT and facts.equipment_status is Need.NO_LONGER_NEEDED:
        return Ruling(RuleName.SURPLUS, Verdict.ALLOWED, (_5 + "4", _5 + "5", _5 + "8", _5 + "9"), (Duty.NO_DUTIES,))
    return None


def transport_with_state_aid(facts: AidFacts) -> Ruling | None:
    """Freight and making ready, to a reasonable extent, of equipment that the municipality gives: 5 kap. 6 §."""
    if facts.state_aid is not StateAid.YES or facts.form is not Form.TRANSPORT:
        return None
    duties: tuple[Duty, ...] = (Duty.REASONABLE, Duty.OWN_EQUIPMENT)
    refs: tuple[str, ...] = (_5 + "6", _5 + "4")
    if facts.equipment_status is Need.NO_LONGER_NEEDED:
        duties += (Duty.NO_DUTIES,)
    else:
        duties += (Duty.CHECK_USE, Duty.NOTIFY_SIDA)
    return Ruling(RuleName.TRANSPORT, Verdict.ALLOWED_WITH_CONDITIONS, (*refs, _5 + "8", _5 + "9"), duties)


def aid_with_state_aid(facts: AidFacts) -> Ruling | None:
    """Aid in kind, or money for training and advice, where the country receives state aid: 5 kap. 4, 8 and 9 §§."""
    if facts.state_aid is not StateAid.YES or facts.form is None:
        return None
    refs = (_5 + "4", _5 + "8", _5 + "9")
    return Ruling(
        RuleName(f"aid_{facts.form}"), Verdict.ALLOWED_WITH_CONDITIONS, refs, (Duty.CHECK_USE, Duty.NOTIFY_SIDA)
    )


def transport_of_surplus(facts: AidFacts) -> Ruling | None:
    """Freight of equipment no longer needed to a country without state aid: 5 kap. 6 § with 5 § first paragraph."""
    if facts.form is Form.TRANSPORT and facts.equipment_status is Need.NO_LONGER_NEEDED:
        refs = (_5 + "6", _5 + "5")
        return Ruling(
            RuleName.TRANSPORT,
            Verdict.ALLOWED_WITH_CONDITIONS,
            refs,
            (Duty.REASONABLE, Duty.OWN_EQUIPMENT, Duty.NO_DUTIES),
        )
    return None


def permit(facts: AidFacts) -> Ruling:
    """Anything else to a country without state aid needs the government's permit: 5 kap. 5 § second paragraph."""
    return Ruling(RuleName.PERMIT, Verdict.NEEDS_PERMIT, (_5 + "5", _5 + "8"), (Duty.CHECK_USE_WITH_PERMIT,))


RULES: tuple[Rule, ...] = (
    military,
    sanctioned,
    collections,
    money_for_other_things,
    unexamined,
    paid_by_receiver,
    mutual_exchange,
    surplus,
    transport_with_state_aid,
    aid_with_state_aid,
    transport_of_surplus,
    permit,
)


def decide(facts: AidFacts) -> Ruling:
    """Return what the law says of a case whose deciding facts are all known.

    Args:
        facts: the case; an unknown fact that a rule looks at counts as "not so".
    """
    ruling = next(found for rule in RULES if (found := rule(facts)) is not None)
    if facts.giver is Giver.COMPANY:
        ruling = _company(ruling)
    if Overlay.VIA_RELIEF_ORGANISATION in facts.overlays:
        ruling = _relief(ruling)
    return ruling


def _company(ruling: Ruling) -> Ruling:
    """A company or federation: fullmäktige must have handed the task over (KL 10 kap. 1 and 3 §§, 3 kap. 8 §)."""
    refs = (*ruling.refs, "kommunallagen-10-1", "kommunallagen-10-3", "kommunallagen-3-8")
    verdict = Verdict.ALLOWED_WITH_CONDITIONS if ruling.verdict is Verdict.ALLOWED else ruling.verdict
    return replace(ruling, verdict=verdict, refs=refs, duties=(Duty.COMPANY, *ruling.duties, Duty.COMPANY_DOUBT))


def _relief(ruling: Ruling) -> Ruling:
    """Aid through an international relief organisation, in an emergency or its aftermath: 5 kap. 7 §."""
    verdict = Verdict.ALLOWED_WITH_CONDITIONS if ruling.verdict is Verdict.ALLOWED else ruling.verdict
    return replace(ruling, verdict=verdict, refs=(*ruling.refs, _5 + "7"), duties=(Duty.RELIEF, *ruling.duties))
