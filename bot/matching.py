"""Decide which entry answers a question, or that none does: confidence, and the constraints that a question sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.belonging import belonging
from bot.constraints import allowance, details
from bot.focus import gist
from bot.kb.analysis import is_section
from bot.kb.base import KnowledgeBase
from bot.kb.entries import PartnerTown, Status
from bot.kb.language import grammar
from bot.kb.mentions import Mentions, without_years
from bot.kb.search import Hit, QueryToken
from bot.kb.subject import on_subject
from bot.kb.typos import LONG_WORD
from bot.kb.weights import CONFIDENCE, logistic, score, settings
from bot.kb.words import split, written_names
from bot.question import Language

MOST_WEIGHT = 25.0
MOST_MARGIN = 5.0
MOST_UNKNOWN = 0.5
STRANGE_NAME = 0.3
"""What is left of the confidence where the question names what the base has never heard of."""

UNSURE = 3.0
"""By so much less ranks an entry that may not speak about all that the question names."""

MUCH_BETTER = 3.0
RULED_OUT = 0.5
"""What is left of the confidence where an entry that ranks so much higher may not speak about what is named."""

OF_THE_YEAR = 0.5
"""By so much more ranks an entry whose title names the year that the question names."""

NOT_KNOWN = 0.15
"""By so much less ranks an entry that only says what is not known."""

SURE = 0.75
"""An entry that fits with so much confidence answers, whatever the question names."""

MOST_BARE = 2
"""A query of so few words may mean several entries; then the bot asks which."""

LEAST_NEAR = 0.3
"""An entry is offered as near where it explains at least this share of the question."""


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
        absent: a name that `entry`, which names every one of its kind, does not hold.
    """

    entry: str | None
    confidence: float
    near: tuple[str, ...] = ()
    understood: bool = True
    rivals: tuple[str, ...] = ()
    beside: str | None = None
    topics: int = 0
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the search finds for one question.

    Args:
        tokens: the analysed question.
        hits: the entries that fit best, whatever they may speak about.
        allowed: those that may speak about what the question names, with what is left of their confidence; best first.
        subject: how surely the question is on the subject, by its words; see `bot.kb.subject`.
        sections: the sections of a chapter that the question names.
    """

    tokens: Sequence[QueryToken]
    hits: Sequence[Hit]
    allowed: Sequence[tuple[Hit, float]]
    subject: float
    sections: frozenset[str]

    def margin(self) -> float:
        """By how much the best hit that is allowed ranks above the next."""
        hit = self.allowed[0][0]
        # That all the others are ruled out says nothing for this one: it is then compared with them.
        others = [other for other, _ in self.allowed[1:2]] or [other for other in self.hits if other is not hit]
        return min((max(0.0, hit.rank - other.rank) for other in others), default=MOST_MARGIN)


def confidence(hit: Hit, tokens: Sequence[QueryToken], margin: float, subject: float) -> float:
    """Return how likely a query's best hit answers it, 0..1, by the learned weights.

    Args:
        hit: the best hit.
        tokens: the analysed query.
        margin: by how much its rank is above the next hit's.
        subject: how surely the query is on the subject, by its words.
    """
    values = {name: getattr(hit, name) for name in CONFIDENCE if hasattr(hit, name)}
    values |= of_query(tokens, margin) | {"subject": subject}
    # What the base has never heard of may be what the question is about: more than half of it, and nothing is sure.
    doubt = 1.0 if values["unknown"] <= MOST_UNKNOWN else 1.0 - values["unknown"]
    return logistic(score(values, "confidence")) * doubt


def of_query(tokens: Sequence[QueryToken], margin: float) -> dict[str, float]:
    """Return the features of the confidence that are the query's own."""
    total = sum(t.weight for t in tokens) or 1.0
    unknown = sum(t.weight for t in tokens if not t.known) / total
    return {"unknown": unknown, "weight": min(total, MOST_WEIGHT) / MOST_WEIGHT, "margin": min(margin, MOST_MARGIN)}


def match(text: str, language: Language, base: KnowledgeBase, today: date, whole: str = "") -> Match:
    """Find the entry that answers a question; one that names every one of its kind answers for what no entry names.

    Args:
        text: one question.
        language: its language.
        base: the knowledge and its search.
        today: the day of asking; a question that names this year asks about now.
        whole: the sentence that the question is a part of; the names and years in it bind the answer too.
    """
    candidates = find(text, language, base, today, whole)
    found = _decide(text, candidates, base)
    if found.entry is None and (undated := without_years(text)) != text:
        # "Nuuk joined in 1975, right?": the town's own entry tells the right year; no other may answer for that.
        told = _decide(undated, find(undated, language, base, today, whole or text), base)
        if told.entry is not None and isinstance(base.knowledge.items[told.entry].entry, PartnerTown):
            found = told
    if found.confidence < SURE or _of_others(found, base):
        listed = belonging(whole or text, language, candidates.tokens, base)
        if listed is not None:
            hit = listed.hit
            sure = confidence(hit, listed.tokens, MOST_MARGIN, candidates.subject)
            found = Match(hit.entry, sure, (hit.entry,), absent=listed.absent)
    return replace(found, topics=sum(t.topical for t in candidates.tokens))


def _of_others(found: Match, base: KnowledgeBase) -> bool:
    """Tell whether the entry that was found is about other municipalities: it does not tell what is ours."""
    return found.entry is not None and bool(base.mentions(found.entry).municipalities)


def find(text: str, language: Language, base: KnowledgeBase, today: date, whole: str = "") -> Found:
    """Find the entries that fit a question, and among them those that may answer it; arguments as of `match`."""

    def has_topic(part: str) -> bool:
        return any(token.known and token.topical for token in base.search.query(part, language))

    asked = gist(text, language, has_topic)
    tokens = base.search.query(asked, language, _unmended(asked, base))
    sections = frozenset(t.matches[0][0] for t in tokens if is_section(t.matches[0][0]))
    known = any(t.known and not t.form.isdigit() for t in tokens)
    hits = base.search.hits(tokens, asked, language=language) if known else []
    named = base.gazetteer.find(whole or text) | base.gazetteer.find(_mended(text, tokens))
    wanted = details(text, base)
    allowed = [(hit, fit) for hit in hits if (fit := allowance(hit, base, named, wanted, today, sections)) > 0]
    allowed.sort(key=lambda found: _standing(found[0], found[1], named, base), reverse=True)
    return Found(tokens, hits, allowed, on_subject(text, base.gazetteer.named_words(text)), sections)


def _decide(text: str, found: Found, base: KnowledgeBase) -> Match:
    """Decide whether the entry that fits best answers."""
    tokens, hits, allowed = found.tokens, found.hits, found.allowed
    if not allowed:
        return Match(None, 0.0, understood=bool(hits) or any(t.known for t in tokens))
    hit, fit = allowed[0]
    best = confidence(hit, tokens, found.margin(), found.subject) * fit
    if _strange_name(text, tokens, base):
        best *= STRANGE_NAME
    if not found.sections and max(h.rank for h in hits) - hit.rank > MUCH_BETTER:
        best *= RULED_OUT
    near = tuple(h.entry for h, _ in allowed[:4] if h.covered > LEAST_NEAR)
    limits = settings()["limits"]
    known = base.knowledge.items[hit.entry].entry.status is not Status.UNKNOWN
    if best < limits["answer" if known else "unknown"]:
        return Match(None, best, near)
    rivals: tuple[str, ...] = ()
    if len(tokens) <= MOST_BARE and hit.kind != "alias" and hit.same < 0.7:
        rivals = tuple(h.entry for h, _ in allowed[1:4] if hit.rank - h.rank < limits["margin"])
    return Match(hit.entry, best, near, True, rivals, _beside(hit, allowed, base))


def _standing(hit: Hit, fit: float, named: Mentions, base: KnowledgeBase) -> float:
    """The rank of a hit: less where the entry may not speak about all or knows nothing, more for the year it names."""
    entry = base.knowledge.items[hit.entry].entry
    dated = bool(named.years) and named.years <= base.gazetteer.find(entry.title).years
    less = (0.0 if fit == 1.0 else UNSURE) + (NOT_KNOWN if entry.status is Status.UNKNOWN else 0.0)
    return round(hit.rank, 1) - less + (OF_THE_YEAR if dated else 0.0)


def _mended(text: str, tokens: Sequence[QueryToken]) -> str:
    """The words of an analysed question that were not written so."""
    written = set(split(text))
    return " ".join(t.form for t in tokens if not written.issuperset(t.form.split()))


def _unmended(text: str, base: KnowledgeBase) -> frozenset[str]:
    """The short written names that are near an ordinary word only: "Paris" is no slip for "pris"."""
    near = ((name, base.search.meant(name)) for name in written_names(text) if len(name) < LONG_WORD)
    return frozenset(name for name, word in near if word is not None and not base.gazetteer.named_words(word))


def _strange_name(text: str, tokens: Sequence[QueryToken], base: KnowledgeBase) -> bool:
    """Tell whether the question names something, or an act, that the base does not know."""
    if not written_names(text).isdisjoint(t.form for t in tokens if not t.known):
        return True
    acts = tuple(grammar(Language.SV).acts)
    named = (t.form for t in tokens if t.form.endswith(acts) and not base.search.vocabulary.has_form(t.form))
    return not all((base.search.meant(form) or "").endswith(acts) for form in named)


def _beside(hit: Hit, allowed: Sequence[tuple[Hit, float]], base: KnowledgeBase) -> str | None:
    """The next entry, where it fits nearly as well and both say something that is known."""
    if len(allowed) < 2 or base.knowledge.items[hit.entry].entry.status is Status.UNKNOWN:
        return None
    other, fit = allowed[1]
    close = hit.rank - other.rank < settings()["limits"]["beside"] and fit == 1.0
    return other.entry if close and base.knowledge.items[other.entry].entry.status is not Status.UNKNOWN else None
