"""The groups of words in aid/words.yaml: those that the reading of a case asks for by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

_HEADS = """
advice company costs generic making_ready military military_receiver money not_company not_things others own_units
owners persons professions receiver special_goods things training transport
"""
_PHRASES = """
abroad adding advice and announces article asking assisting at_large base_form believed beside_need beside_place
besides bought brand_new brings but buying carriage_paid checking civilian coming commanding copula cost_of_training
country_loses country_no country_unknown country_yes crew deed deed_after determiner do_so does does_not domestic
dont_know doubtful duty duty_question every factual fled for_now for_what formality fuel general gift_after_all
given_to_us giving giving_verb goes_to goods_hint habit handing handing_over hands_it hauling helping if in_order
in_stead_of indefinite instead introduces is_it joining knowing lead_in legal_matter locative made made_by matters
may_we military modal money money_other money_to mutual mutual_exchange need_denied need_doubtful need_false
need_unknown negation no_longer_needed no_more_than_no no_purpose none none_of not not_collection not_exchange
not_military not_money not_need not_others not_paid not_permission not_ready not_receiver not_training object_ends
object_verb of of_age only_supposed or other others_goods our_goods our_people our_training ours ours_after_all
ours_only own own_partner_town paid_by paid_by_receiver paid_for part_of part_only passive past paying pays pays_it
people perfect permission possessing private_own private_receiver pronoun purpose_unknown receiving refers_back
relative relative_clause requirement rule_told running sanctioned says_why sending_people settled side_costs
since_when something sparing spent_on staff_collection still still_used subject_taught supposed swapping tag
taken_back thanks that that_is the_new the_old the_thing their_costs their_running theirs theirs_own they_buy
they_need through to_asker to_their_account to_us training transport travel_costs travelling turned unexamined unreal
unrelated until using via_relief_organisation we_buy we_give weak_permission wh wh_permission what_of whether which
who why why_not yes_or_no
"""
READ = {"heads": frozenset(_HEADS.split()), "phrases": frozenset(_PHRASES.split())}
"""The groups that bot/aid asks for: without one, what it tells would be missed in silence (a test compares the two)."""

KNOWN = {"heads": frozenset({"recipient"}), "phrases": frozenset({"money_training_reply", "no_object", "origin"})}
"""Groups that nothing asks for by name; their words count as words that are known."""

PARTS = "things_"
"""Heads whose names begin so are parts of the group `things`."""


def missing(kind: str, there: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the groups of a kind that are read and that a file leaves out, or leaves empty, in alphabetical order."""
    return sorted(name for name in READ[kind] if not there.get(name))


def unknown(kind: str, there: Iterable[str]) -> Iterator[str]:
    """Yield the groups of a kind that nothing reads."""
    for name in there:
        if name not in READ[kind] | KNOWN[kind] and not (kind == "heads" and name.startswith(PARTS)):
            yield name


def near(kind: str, name: str, left_out: Iterable[str]) -> str | None:
    """Return the group that a name that nothing reads may mean: first one that the file leaves out; or None."""
    for known in (list(left_out), sorted(READ[kind] | KNOWN[kind])):
        if found := get_close_matches(name, known, n=1):
            return found[0]
    return None


def group_schema(kind: str) -> dict[str, Any]:
    """Return what the exported JSON Schema says of the groups of a kind."""
    names = {"enum": sorted(READ[kind] | KNOWN[kind])}
    parts = [{"pattern": f"^{PARTS}"}] if kind == "heads" else []
    return {"required": sorted(READ[kind]), "propertyNames": {"anyOf": [names, *parts]}}
