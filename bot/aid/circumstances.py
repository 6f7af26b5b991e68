"""Read the circumstances that hold for every case of a message: overlays, giver, what is not examined."""

from __future__ import annotations

from collections.abc import Sequence, Set

from bot.aid.arms import is_armed, is_military
from bot.aid.bounds import NEAR, begins, words_after, words_before
from bot.aid.doubt import is_doubted
from bot.aid.facts import AidFacts, Giver, Overlay
from bot.aid.lexicon import Lexicon, is_light
from bot.aid.payers import owned_by_others, receiver_pays, we_give
from bot.kb.phrases import BREAK, joined
from bot.kb.smallwords import small_words
from bot.question import Language

_DENIED: dict[Overlay, tuple[str, ...]] = {
    Overlay.PAID_BY_RECEIVER: ("carriage_paid", "not_paid"),
    Overlay.STAFF_COLLECTION: ("not_collection",),
    Overlay.OTHERS_GOODS: ("not_others",),
}
_SAID = (
    Overlay.PAID_BY_RECEIVER,
    Overlay.VIA_RELIEF_ORGANISATION,
    Overlay.OTHERS_GOODS,
    Overlay.STAFF_COLLECTION,
    Overlay.MUTUAL_EXCHANGE,
)
_TO_OWNER = small_words("to_owner")
_UNTOLD = (
    ("country", "country_unknown"),
    ("money_purpose", "purpose_unknown"),
)
"""The facts of which a message may say that the asker cannot tell them, with the words for it."""
MOST_SUBJECT = 5
"""So many words before a verb of giving, the relative clause it stands in begins at the earliest."""


def read_circumstances(
    low: str, language: Language, lex: Lexicon, *, sanctioned: bool, places: Sequence[int] = ()
) -> AidFacts:
    """Return the facts that a whole message tells of each of its cases.

    Args:
        low: the normalised message.
        language: its language.
        lex: the words of the knowledge.
        sanctioned: a receiver counts as sanctioned.
        places: the numbers of the words that name a receiver's country or place.
    """
    overlays = {o for o in _SAID if _said(o, lex.blank_all(_DENIED.get(o, ()), low), lex)}
    if receiver_pays(lex.mask_all(_DENIED[Overlay.PAID_BY_RECEIVER], low), places, lex):
        overlays.add(Overlay.PAID_BY_RECEIVER)
    if lex.has("not_exchange", low):
        overlays.discard(Overlay.MUTUAL_EXCHANGE)
    if _given_by_others(low, language, lex) or owned_by_others(low, language, lex):
        overlays.add(Overlay.OTHERS_GOODS)
    words = low.split()
    after = (words_after(words, end, NEAR) for _, end in lex.spans(Overlay.VIA_RELIEF_ORGANISATION, words))
    if any(lex.has("own", joined(near)) for near in after):
        overlays.add(Overlay.OTHERS_GOODS)  # "ur Röda korsets eget lager"
    if is_military(low, language, lex):
        overlays.add(Overlay.MILITARY_OR_DUAL_USE)
    if sanctioned:
        overlays.add(Overlay.SANCTIONED)
    taught = any(lex.says(group, low, language) for group in ("training", "advice"))
    unexamined = is_unexamined(low, lex) or (lex.has("travel_costs", low) and not taught)
    untold = [fact for fact, group in _UNTOLD if lex.has(group, low)]
    if is_doubted(low, lex):
        untold.append("equipment_status")
    return AidFacts(
        giver=_giver(low, language, lex),
        overlays=frozenset(overlays),
        armed=Overlay.MILITARY_OR_DUAL_USE in overlays and is_armed(low, language, lex),
        unexamined=unexamined,
        cannot_say=frozenset(untold),
    )


def is_unexamined(low: str, lex: Lexicon) -> bool:
    """Tell whether a text asks for what the sources do not answer (customs, insurance), and not for a course in it."""
    return lex.has("unexamined", lex.blank("subject_taught", low))


def _said(overlay: Overlay, low: str, lex: Lexicon) -> bool:
    """Tell whether a text names a circumstance; payment is not where it is denied ("vi tänker inte ta betalt")."""
    words = low.split()
    spans = lex.spans(overlay, words)
    if overlay is not Overlay.PAID_BY_RECEIVER or lex.opens("may_we", low):
        return bool(spans)
    return any(not _denied(words[max(0, start - NEAR) : start], lex) for start, _ in spans)


def _denied(before: Sequence[str], lex: Lexicon) -> bool:
    """Tell whether a plain negation, of no leave asked for, stands right before a phrase."""
    text = joined(before)
    return lex.has("negation", text) and not lex.has("may_we", text) and BREAK not in before


def carries_for_others(low: str, language: Language, lex: Lexicon, places: Sequence[int] = ()) -> bool:
    """Tell whether goods that are moved belong to somebody else: a church, a club, private people.

    Args:
        low: the normalised message.
        language: its language.
        lex: the words of the knowledge.
        places: the numbers of the words that name a receiver's country or place.
    """
    low = lex.blank_all(_DENIED[Overlay.OTHERS_GOODS], low)
    words = low.split()
    if we_give(low, lex) or lex.has("our_goods", low):
        return False
    if lex.has("fuel", low) and lex.has("paying", low) and lex.says("owners", low, language):
        return True  # "dieseln till föreningen"
    if _somebody_gives(words, set(places), language, lex) or _somebody_buys(words, set(places), lex):
        return True
    own = {at + 1 for at in lex.spots("theirs_own", low, language)}
    if own & {at for at, _ in lex.heads_of("things").find(low, language)}:
        return True  # "grannkommunens bil", "sina sängar"
    owners = {*lex.spots("owners", low, language), *lex.spots("others", low, language)}
    return any(not _TO_OWNER & set(words[max(0, at - NEAR) : at]) for at in owners)


def _acts(words: Sequence[str], at: int, lex: Lexicon) -> bool:
    """Tell whether a verb may have its subject right before it; not so "den skänkta", "från en fabrik och ge"."""
    before = words[at - 1] if at else BREAK
    infinitive = words[at].endswith("a") or lex.is_one("base_form", words[at])
    return not lex.is_one("article", before) and not (infinitive and lex.is_one("and", before))


def _somebody_gives(words: Sequence[str], places: Set[int], language: Language, lex: Lexicon) -> bool:
    """Tell whether somebody who is no unit of the municipality's gives ("en företagare skänker", "sällskapet ger")."""
    things = {at for at, _ in lex.things(joined(words), language)}
    verbs = {start for group in ("giving_verb", "possessing") for start, _ in lex.spans(group, words)}
    for start in [start for start in sorted(verbs) if _acts(words, start, lex)]:
        first = max(begins(words, start), start - MOST_SUBJECT)
        subject = joined(words[first:start])
        subject = lex.blank("locative", subject)  # "ett åkeri i kommunen" is not the municipality
        own = lex.has("ours", subject) or lex.says("own_units", subject, language)
        own = own or lex.says("receiver", subject, Language.SV) or lex.has("theirs", subject)
        told = [
            at
            for at in range(first, start)
            if not is_light(words[at]) and not lex.is_one("helping", words[at]) and at not in places
        ]
        bare = words[start].endswith("a") and not (start and lex.is_one("helping", words[start - 1]))
        given = things & set(told)
        passive = words[start].endswith("s") or bare or given
        if words[start].endswith("s") and given:
            continue  # "en maskin ska skänkas från oss"
        if (lex.opens("indefinite", subject) or (told and not passive)) and not own:
            return True
    return False


def _somebody_buys(words: Sequence[str], places: Set[int], lex: Lexicon) -> bool:
    """Tell whether a receiver's town has bought what is moved ("Sumy har redan köpt en buss här")."""
    for start, _ in lex.spans("buying", words):
        before = words_before(words, start, MOST_SUBJECT)
        done = lex.has("perfect", joined(before))
        if done and places & set(range(begins(words, start), start)) and not lex.has("ours", joined(before)):
            return True
    return False


def _given_by_others(low: str, language: Language, lex: Lexicon) -> bool:
    """Tell whether somebody else gives or gathered the goods ("sängar som regionen ger", "en granne har samlat")."""
    words = low.split()
    ours = lex.has("we_give", low) or lex.has("our_goods", low)
    gives = {start for start, _ in lex.spans("giving_verb", words)}
    bought = (start for start, _ in lex.spans("buying", words))
    gives |= {start for start in bought if lex.has("perfect", joined(words[max(0, start - 1) : start]))}
    for start in sorted(gives | {start for start, _ in lex.spans("hauling", words)}):
        if not _acts(words, start, lex):
            continue
        before = words_before(words, start, MOST_SUBJECT)
        relative = [i for i, w in enumerate(before) if lex.is_one("relative", w)]
        clause = before[relative[-1] + 1 :] if relative else before
        subject = joined(w for w in clause if not lex.is_one("helping", w))
        if not subject.strip():
            continue
        if _giver(subject, language, lex) is Giver.COMPANY:
            if relative and lex.has("paying", low) and lex.has("ours_only", low):
                return True  # "kan vi betala frakten för bilen som förbundet skänker"
            continue
        owned = lex.says("owners", subject, language) or (start in gives and lex.says("others", subject, language))
        if owned and not (ours and start not in gives):
            return True
        if relative and start in gives and not lex.has("ours", subject):
            return True
    return False


def _giver(low: str, language: Language, lex: Lexicon) -> Giver:
    no = {at for at, _ in lex.heads_of("not_company").find(low, language)}
    company = any(at not in no for at, _ in lex.heads_of("company").find(low, language))
    return Giver.COMPANY if company else Giver.MUNICIPALITY
