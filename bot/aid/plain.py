"""Whether a message in a thread says what it tells plainly: nothing denied, nothing supposed, no word beside it."""

from __future__ import annotations

import re

from bot.aid.facts import AidFacts, Overlay
from bot.aid.message import Message
from bot.kb.language import grammar, stem
from bot.kb.phrases import BREAK, joined
from bot.kb.smallwords import small_words
from bot.kb.words import split
from bot.question import Language

LEAST_STEM, MOST_ENDING = 4, 2
"""A stem of so many letters may be that of a word with so many more."""

MOST_SINCE = 4
"""So many words may say since when a thing is not needed; more tell why, and must tell of the need themselves."""

MOST_NAMED = 3
"""So many words, the article counted, may say before "course" what it is about."""

_NEED = ("no_longer_needed", "still_used")
_TAUGHT = ("training", "advice")
_GIVING = ("giving", "handing", "giving_verb")
_NUMBER = re.compile(r"\b\d{1,3}\b")


def is_doubtful(message: Message) -> bool:
    """Tell whether a message only supposes or believes what it tells, or puts it to choose."""
    return message.has("only_supposed") or message.has("doubtful") or message.has("dont_know")


def says_no(message: Message) -> bool:
    """Tell whether a message denies something else than a need or a payment."""
    rest = message.lexicon.blank_all((*_NEED, "not_paid", "no_more_than_no"), message.low)
    return any(message.lexicon.has(group, rest) for group in ("negation", "in_stead_of"))


def is_plain_need(message: Message, asked_of: str) -> bool:
    """Tell whether a message says of the thing that was asked about, and of all of it, whether it is needed.

    Args:
        message: the message.
        asked_of: the question that put the case.
    """
    lex, low = message.lexicon, message.low
    if is_partial(message):
        return False
    words = lex.blank("since_when", low).split()
    named = dict(lex.things(joined(words), message.language))
    if named and not names_the_one(message, asked_of):
        return False
    spans = [span for group in _NEED for span in lex.spans(group, words)]
    behind = joined(words[max((end for _, end in spans), default=len(words)) :]).partition(BREAK)[2]
    if behind.replace(BREAK, "").strip():
        return False  # what is told behind takes back, limits or supposes
    for start, end in spans:
        first = max((at + 1 for at in range(start) if words[at] == BREAK), default=0)
        last = next((at for at in range(end, len(words)) if _ends(words[at], message)), len(words))
        reason = joined(words[last:]).partition(BREAK)[0]
        if len(reason.split()) > MOST_SINCE and not any(lex.has(group, reason) for group in _NEED):
            return False  # "sedan i mars för att snön är borta"
        if not all(at in named or _may_stand("beside_need", words[at], message) for at in range(first, last)):
            return False
    alone = BREAK not in words and not lex.has("thanks", low) and not lex.has("that", low)
    return bool(spans) and (alone or bool(named) or lex.has("the_thing", low))


def is_partial(message: Message) -> bool:
    """Tell whether a message on a need speaks of some of the things only, of a number of them, or of another's need."""
    lex, low = message.lexicon, message.low
    some = message.receivers or lex.has("part_only", low) or lex.has("they_need", low)
    return bool(some or _NUMBER.search(low))


def _ends(word: str, message: Message) -> bool:
    """Tell whether what follows a word says why or since when, and not what."""
    return word == BREAK or message.lexicon.has("says_why", f" {word} ")


def names_the_one(message: Message, asked_of: str) -> bool:
    """Tell whether the things that a message names are the one thing that a question names."""
    lex, language = message.lexicon, message.language
    asked, named = (
        {stem(word, language) for _, word in lex.things(low, language)}
        for low in (joined(split(asked_of)), lex.blank("since_when", message.low))
    )
    return len(asked) == 1 and bool(named) and all(_is_form_of(word, *asked) for word in named)


def _is_form_of(one: str, other: str) -> bool:
    """Tell whether two stems are of one word ("piano", "pianot"), which stemming does not always bring together."""
    short, long = sorted((one, other), key=len)
    return one == other or (
        len(short) >= LEAST_STEM and long.startswith(short) and len(long) - len(short) <= MOST_ENDING
    )


def is_plain_place(message: Message, people: bool = False) -> bool:
    """Tell whether a message says where something goes and no more ("nej, till Polen", "Charkiv?").

    Args:
        message: the message.
        people: it may as well say where people come from.
    """
    lex = message.lexicon
    origin = any(receiver.origin for receiver in message.receivers) and not people
    if origin or len({code for code, _ in message.places}) != 1:
        return False
    named = lex.blank("what_of", joined(message.atlas.without(message.low.split())))
    rest = lex.blank_all(_GIVING, named)
    gives = len(rest.split()) < len(named.split())
    addressed = any(receiver.addressed for receiver in message.receivers)
    return all(_may_stand("beside_place", w, message) for w in rest.split()) and (addressed or not gives)


def is_plain_teaching(message: Message) -> bool:
    """Tell whether a message says that something is for training or advice, and of it no more than what it is about.

    "Till en kurs i brandskydd"; not "efter kursen", "till en skola som utbildar", "kursen är klar".
    """
    lex, words = message.lexicon, message.low.split()
    at = min((at for group in _TAUGHT for at in lex.spots(group, message.low, message.language)), default=len(words))
    before, behind = words[:at], words[at + 1 : at + 2]
    if message.language is Language.EN:  # "for a first aid course"
        ends = next((n for n in range(len(before) - 1, -1, -1) if _may_stand("determiner", before[n], message)), None)
        before = before[:ends] if ends is not None and len(before) - ends <= MOST_NAMED else before
    rules = grammar(message.language)
    told = any(word in rules.whether or word in small_words("openers", message.language) for word in behind)
    known = ("beside_place", "spent_on", "money", "paying")
    plain = all(any(_may_stand(group, word, message) for group in known) for word in before)
    return at < len(words) and plain and not told


def is_plain_receiver(message: Message) -> bool:
    """Tell whether a message says by one word who receives, and nothing else ("till en skola")."""
    beside = [word for word in message.low.split() if not _may_stand("beside_place", word, message)]
    return len(beside) == 1 and "?" not in message.text


def is_via(message: Message, facts: AidFacts) -> bool:
    """Tell whether a relief organisation or a company is told as who hands over, and not as whose the goods are."""
    if Overlay.VIA_RELIEF_ORGANISATION in facts.overlays:
        return message.has("through")
    return not message.has("given_to_us")


def adds_nothing(word: str, message: Message) -> bool:
    """Tell whether a word behind what is told names nothing new."""
    return _may_stand("beside_need", word, message)


def _may_stand(group: str, word: str, message: Message) -> bool:
    """Tell whether a word may stand beside what a message changes."""
    return word == BREAK or message.lexicon.has(group, f" {word} ")
