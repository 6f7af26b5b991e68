"""The notation of patterns in words.yaml."""

from __future__ import annotations

import pytest

from bot.aid.lexicon import lexicon
from bot.kb.base import KnowledgeBase
from bot.kb.phrases import BREAK, KEPT_TEXTS, Book, wordings
from bot.question import Language


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("utan kurs*", ["utan kurs*"]),
        ("(utan/varken) kurs*", ["utan kurs*", "varken kurs*"]),
        (
            "ingen (egen/) kurs (alls/)",
            ["ingen egen kurs alls", "ingen egen kurs ", "ingen  kurs alls", "ingen  kurs "],
        ),
    ],
)
def test_a_choice_stands_for_each_of_its_wordings(phrase: str, wanted: list[str]) -> None:
    assert list(wordings(phrase)) == wanted


def test_a_word_by_itself_is_found_as_in_a_text(base: KnowledgeBase) -> None:
    words = base.knowledge.lists["words"]
    lex = lexicon(words.heads, words.phrases)
    assert lex.is_one("negation", "inte")
    for word in [*sorted(lex.known)[::20], "knalvor", BREAK]:
        assert lex.book.of_word(word) == set(lex.book.groups(f" {word} ")), word
        for group, heads in lex.heads.items():
            assert heads.is_one(word, Language.SV) == bool(heads.find(f" {word} ", Language.SV)), (group, word)


def test_looking_up_words_does_not_forget_the_message() -> None:
    book = Book({"negation": ["inte", "inte alls"]})
    words = book.words(" det behovs inte ")
    for number in range(2 * KEPT_TEXTS):
        assert not book.of_word(f"ord{number}")
    assert book.words(" det behovs inte ") is words
