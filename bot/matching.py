"""Decide which entry answers a question, or that none does: confidence, and the constraints that a question sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.focus import gist
from bot.kb.base import KnowledgeBase
from bot.kb.entries import Detail, LegalRule, PartnerTown, Status
from bot.kb.knowledge import Item
from bot.kb.language import grammar
from bot.kb.mentions import Mentions
from bot.kb.search import Hit, QueryToken
from bot.kb.typos import LONG_WORD
from bot.kb.weights import CONFIDENCE, logistic, score, settings
from bot.kb.words import fold, split
from bot.question import Language

MOST_WEIGHT = 25.0
MOST_MARGIN = 5.0
MOST_UNKNOWN = 0.5
STRANGE_NAME = 0.3
"""What is left of the confidence where the question names what the base has never heard of."""

UNSURE = 3.0
"""By so much less ranks an entry that may not speak about all that the question names."""

SURE = 0.75
"""An entry that fits with so much confidence answers, whatever the question names."""

EXPLAINED = 0.9
"""So much of a question, strange names left out, an entry that names every one of its kind must explain."""

MOST_BARE = 2
"""A query of so few words may mean several entries; then the bot asks which."""

LEAST_NEAR = 0.3
"""An entry is offered as near where it explains at least this share of the question."""

_NOTHING = Mentions()


@dataclass(frozen=True, slots=True)
class Match:
    """What the search made of one question.

    Args:
        entry: the entry that answers, or None.
        confidence: of the best hit that the constraints allow, 0..1.
        near: ids of the nearest entries, best first.
        understood: False where no word of the question is known to the base.
        rivals: entries that fit a short query as well as `entry` does.
        beside: an entry that fits nearly as well, told beside `entry`; None where `entry` stands out.
        topics: how many words of the question have a topic.
    """

    entry: str | None
    confidence: float
    near: tuple[str, ...] = ()
    understood: bool = True
    rivals: tuple[str, ...] = ()
    beside: str | None = None
    topics: int = 0


def confidence(hit: Hit, tokens: Sequence[QueryToken], margin: float) -> float:
    """Return how likely a query's best hit answers it, 0..1, by the learned weights.

    Args:
        hit: the best hit.
        tokens: the analysed query.
        margin: by how much its rank is above the next hit's.
    """
    total = sum(t.weight for t in tokens) or 1.0
    values = {name: getattr(hit, name) for name in CONFIDENCE if hasattr(hit, name)}
    values["unknown"] = sum(t.weight for t in tokens if not t.known) / total
    values["weight"] = min(total, MOST_WEIGHT) / MOST_WEIGHT
    values["margin"] = min(margin, MOST_MARGIN)
    # What the base has never heard of may be what the question is about: more than half of it, and nothing is sure.
    doubt = 1.0 if values["unknown"] <= MOST_UNKNOWN else 1.0 - values["unknown"]
    return logistic(score(values, "confidence")) * doubt


def match(text: str, language: Language, base: KnowledgeBase, today: date, whole: str = "") -> Match:
    """Find the entry that answers a question; one that names every one of its kind answers for what no entry names.

    Args:
        text: one question.
        language: its language.
        base: the knowledge and its search.
        today: the day of asking; a question that names this year asks about now.
        whole: the sentence that the question is a part of; the names and years in it bind the answer too.
    """

    def has_topic(part: str) -> bool:
        return any(token.known and token.topical for token in base.search.query(part, language))

    asked = gist(text, language, has_topic)
    tokens = base.search.query(asked, language, _unmended(asked, base))
    found = _match(text, asked, tokens, base, today, whole)
    if found.confidence < SURE:
        found = _belongs(whole or text, language, tokens, base) or found
    return replace(found, topics=sum(t.topical for t in tokens))


def _match(text: str, asked: str, tokens: Sequence[QueryToken], base: KnowledgeBase, today: date, whole: str) -> Match:
    """Find the entry that fits an analysed question best."""
    hits = base.search.hits(tokens, asked) if any(t.known and not t.form.isdigit() for t in tokens) else []
    if not hits:
        return Match(None, 0.0, understood=any(t.known for t in tokens))
    named = base.gazetteer.find(whole or text) | base.gazetteer.find(" ".join(t.form for t in tokens))
    sections = frozenset(t.matches[0][0] for t in tokens if t.matches[0][0].startswith("§") and ":" in t.matches[0][0])
    wanted = details(text, base)
    allowed = [(hit, fit) for hit in hits if (fit := _fit(hit, base, named, wanted, today, sections)) > 0]
    if not allowed:
        return Match(None, 0.0)
    allowed.sort(key=lambda found: round(found[0].rank, 1) - (0.0 if found[1] == 1.0 else UNSURE), reverse=True)
    hit, fit = allowed[0]
    margin = hit.rank - allowed[1][0].rank if len(allowed) > 1 else MOST_MARGIN
    best = confidence(hit, tokens, margin) * fit * (STRANGE_NAME if _strange_name(text, tokens) else 1.0)
    near = tuple(h.entry for h, _ in allowed[:4] if h.covered > LEAST_NEAR)
    limits = settings()["limits"]
    known = base.knowledge.items[hit.entry].entry.status is not Status.UNKNOWN
    if best < limits["answer" if known else "unknown"]:
        return Match(None, best, near)
    rivals: tuple[str, ...] = ()
    if len(tokens) <= MOST_BARE and hit.kind != "alias" and hit.same < 0.7:
        rivals = tuple(h.entry for h, _ in allowed[1:4] if hit.rank - h.rank < limits["margin"])
    return Match(hit.entry, best, near, True, rivals, _beside(hit, allowed, base))


def _belongs(text: str, language: Language, tokens: Sequence[QueryToken], base: KnowledgeBase) -> Match | None:
    """Answer whether what no entry names is one of ours, by an entry that names every one of its kind.

    "Is Utopia our partner town?": without the strange name, such an entry explains the whole question.
    """
    words = split(text)
    named, partners = base.gazetteer.find(text), _partners(base)
    ours = named.own or not grammar(language).own.isdisjoint(words)
    if not (ours or words[0] in grammar(language).whether) or not grammar(language).wishes.isdisjoint(words):
        return None
    if named.places & partners.places:
        return None
    names = base.gazetteer.named_words(text) | _written_names(text)
    strange = {t.form for t in tokens if not t.known or names.issuperset(t.form.split())} - base.gazetteer.own_words
    strange = {form for form in strange if not base.gazetteer.find(form).countries & partners.countries}
    rest = [t for t in tokens if t.form not in strange]
    if not strange or (not ours and len(strange) > 1):
        return None
    found: list[Hit] = []
    for key in base.knowledge.municipality.complete:
        kind = {t.matches[0][0] for w in base.knowledge.items[key].words.values() for t in _topics(w.title, base)}
        hit = base.search.hit(key, rest) if any(t.matches[0][0] in kind for t in rest) else None
        if hit is not None and hit.covered >= EXPLAINED and named.years <= base.mentions(key).years:
            found.append(hit)
    best = max(found, key=lambda hit: hit.rank, default=None)
    return Match(best.entry, confidence(best, rest, MOST_MARGIN), (best.entry,)) if best is not None else None


def _topics(title: str, base: KnowledgeBase) -> list[QueryToken]:
    """What a title is about, the municipality's own name left out."""
    own = base.gazetteer.own_words
    found = (t for lang in Language for t in base.search.query(title, lang))
    return [t for t in found if t.topical and t.form not in own and not t.matches[0][0].startswith("?")]


def _partners(base: KnowledgeBase) -> Mentions:
    """What the entries on single partner towns name, wished for ones included."""
    known: Mentions | None = base.extras.get("partners")  # type: ignore[assignment]
    if known is None:
        known = Mentions()
        for item in base.knowledge.of_type("partner_town"):
            known |= base.mentions(item.entry.id)
        base.extras["partners"] = known
    return known


def _written_names(text: str) -> frozenset[str]:
    """The folded words that are written as names: with a capital letter within a sentence."""
    if text.isupper():
        return frozenset()
    return frozenset(fold(name) for name in re.findall(r"(?<=[^\s.?!] )[A-ZÅÄÖ]\w+", text))


def _unmended(text: str, base: KnowledgeBase) -> frozenset[str]:
    """The short written names that are near an ordinary word only: "Paris" is no slip for "pris"."""
    near = ((name, base.search.meant(name)) for name in _written_names(text) if len(name) < LONG_WORD)
    return frozenset(name for name, word in near if word is not None and not base.gazetteer.named_words(word))


def _strange_name(text: str, tokens: Sequence[QueryToken]) -> bool:
    """Tell whether the question names something that the base does not know."""
    return not _written_names(text).isdisjoint(t.form for t in tokens if not t.known)


def _beside(hit: Hit, allowed: Sequence[tuple[Hit, float]], base: KnowledgeBase) -> str | None:
    """The next entry, where it fits nearly as well and both say something that is known."""
    if len(allowed) < 2 or base.knowledge.items[hit.entry].entry.status is Status.UNKNOWN:
        return None
    other, fit = allowed[1]
    close = hit.rank - other.rank < settings()["limits"]["beside"] and fit == 1.0
    return other.entry if close and base.knowledge.items[other.entry].entry.status is not Status.UNKNOWN else None


def details(text: str, base: KnowledgeBase) -> frozenset[Detail]:
    """Return the details that a question asks for (a phone number, say), by the list in the knowledge folder."""
    listed = base.knowledge.lists.get("details")
    if listed is None:
        return frozenset()
    low = " " + " ".join(split(text)) + " "
    return frozenset(kind for kind, found in listed.patterns.items() if found.search(low))


def _fit(
    hit: Hit,
    base: KnowledgeBase,
    named: Mentions,
    wanted: frozenset[Detail],
    today: date,
    sections: frozenset[str] = frozenset(),
) -> float:
    """Return 1 where the entry may speak about what the question names, 0 where it must not, less where unsure."""
    item = base.knowledge.items[hit.entry]
    own = base.mentions(hit.entry) if named != _NOTHING else _NOTHING
    if named != _NOTHING and hit.similarity >= EXPLAINED:  # a way to ask that says just that is curated for it
        row = base.gazetteer.find(hit.row)
        own = replace(own, municipalities=own.municipalities | row.municipalities, places=own.places | row.places)
    if item.entry.valid_from and item.entry.valid_from > today:
        return 0.0
    strange = named.municipalities - own.municipalities
    if strange and len(strange) >= len(named.municipalities & own.municipalities):
        return 0.0
    general = item.entry.status is Status.UNKNOWN and not own.places | own.municipalities  # wherever it is
    if named.places - own.places and not general:
        return 0.0
    rule = item.entry if isinstance(item.entry, LegalRule) else None
    number = re.match(r"(\d+) §$", rule.section or "") if rule is not None else None
    if sections and rule is not None and rule.chapter and number:
        return 1.0 if f"§{rule.chapter}:{number[1]}" in sections else 0.0
    if item.entry.status is not Status.UNKNOWN and wanted:
        if wanted - set(item.entry.covers) - _covered(base, hit.entry):
            return 0.0
        if named.own and not own.own and _local(wanted, base):
            return 0.0
    partner = isinstance(item.entry, PartnerTown) and bool(named.places & own.places or named.countries & own.countries)
    if _years(named, item, today) - own.years and not partner:  # "Nuuk since 1985?": its entry tells the right year
        return 0.0
    if named.countries - own.countries and not isinstance(item.entry, LegalRule):
        return 0.3
    return 1.0


def _local(wanted: frozenset[Detail], base: KnowledgeBase) -> bool:
    listed = base.knowledge.lists.get("details")
    return listed is not None and not wanted.isdisjoint(listed.local)


def _covered(base: KnowledgeBase, key: str) -> frozenset[Detail]:
    """The details that an entry's own alternate questions ask for, where the list lets it answer them for that."""
    known: dict[str, frozenset[Detail]] = base.extras.setdefault("covered", {})  # type: ignore[assignment]
    if key not in known:
        asked = [q for words in base.knowledge.items[key].words.values() for q in words.questions]
        known[key] = frozenset().union(*(details(q, base) for q in asked))
    listed = base.knowledge.lists.get("details")
    return known[key] & frozenset(listed.inferred) if listed is not None else frozenset()


def _years(named: Mentions, item: Item, today: date) -> set[int]:
    """The years that the entry must hold: those that the question names but for the present and the entry's own."""
    return {y for y in named.years if y not in (item.entry.as_of.year, today.year)}


_NUMBER = re.compile(r"^\W*(\d{1,2})\W*$")


def is_number(text: str) -> bool:
    """Tell whether a reply is a number that may choose an option, and nothing else."""
    return _NUMBER.match(text) is not None


def chosen(text: str, options: Sequence[str]) -> str | None:
    """Return the option that a reply of one number chooses, or None."""
    found = _NUMBER.match(text)
    if found and 1 <= int(found[1]) <= len(options):
        return options[int(found[1]) - 1]
    return None
