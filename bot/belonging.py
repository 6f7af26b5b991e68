"""Whether what no entry names is one of ours: the entries that name every one of their kind tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.kb.base import KnowledgeBase
from bot.kb.language import grammar
from bot.kb.mentions import Mentions
from bot.kb.search import Hit, QueryToken
from bot.kb.words import split, written_names
from bot.question import Language

EXPLAINED = 0.9
"""So much of a question, strange names left out, the entry must explain."""


LIKE = 70.0
"""A name this like one of ours (rapidfuzz ratio) may be a slip for it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry that names every one of a kind.

    Args:
        hit: how it fits the question without what is strange in it.
        tokens: those of the question without that.
        absent: the name that the question asks for and the entry does not hold, as written; empty where what is strange
            may be something else.
    """

    hit: Hit
    tokens: list[QueryToken]
    absent: str


def belonging(text: str, language: Language, tokens: Sequence[QueryToken], base: KnowledgeBase) -> Listed | None:
    """Find the entry that tells whether what no entry names is one of ours: it names every one of its kind.

    "Is Utopia our partner town?": without the strange name, such an entry explains the whole question.

    Args:
        text: one question.
        language: its language.
        tokens: the question, analysed.
        base: the knowledge and its search.

    Returns:
        None where there is no such entry or the question asks for something else.
    """
    words = split(text)
    if not words:
        return None
    named, partners = base.gazetteer.find(text), _partners(base)
    ours = named.own or not grammar(language).own.isdisjoint(words)
    if not (ours or words[0] in grammar(language).whether) or not grammar(language).wishes.isdisjoint(words):
        return None
    elsewhere = named.municipalities and (named.countries or named.places) and not ours
    if named.places & partners.places or elsewhere:  # "has Utopia a twin in Norway?"
        return None
    names = base.gazetteer.named_words(text) | written_names(text)
    strange = {t.form for t in tokens if not t.known or names.issuperset(t.form.split())} - base.gazetteer.own_words
    strange = {form for form in strange if not base.gazetteer.find(form).countries & partners.countries}
    rest = [t for t in tokens if t.form not in strange]
    if not strange or (not ours and len(strange) > 1):
        return None
    found: list[Hit] = []
    for key in base.knowledge.municipality.complete:
        if key not in base.knowledge.items:
            continue
        kind = {t.matches[0][0] for w in base.knowledge.items[key].words.values() for t in _topics(w.title, base)}
        hit = base.search.hit(key, rest) if any(t.matches[0][0] in kind for t in rest) else None
        if hit is not None and hit.covered >= EXPLAINED and named.years <= base.mentions(key).years:
            found.append(hit)
    # Without its name the question has no wording left to compare; of those that fit alike the one listed first.
    best = max(found, key=lambda hit: (hit.kinds, round(hit.usual, 1)), default=None)
    return Listed(best, rest, _written(text, strange, names, base)) if best is not None else None


def _written(text: str, strange: set[str], names: Collection[str], base: KnowledgeBase) -> str:
    """The one name that is all that is strange in a question, as written; nothing where it may be a slip for ours."""
    if not strange <= set(names):
        return ""
    name = " ".join(word for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", text) if strange.issuperset(split(word)))
    towns = [words for item in base.knowledge.of_type("partner_town") for words in item.words.values()]
    ours = [" ".join(split(alias)) for words in towns for alias in words.aliases]
    near = process.extractOne(" ".join(split(name)), ours, scorer=fuzz.ratio)
    return name if name in text and (near is None or near[1] < LIKE) else ""


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
