"""What the program knows of Swedish and English."""

from __future__ import annotations

from bot.kb.language import function_words, grammar
from bot.question import Language


def test_function_words_are_those_of_one_language_or_of_both() -> None:
    swedish, english = function_words(Language.SV), function_words(Language.EN)
    for language, words in ((Language.SV, swedish), (Language.EN, english)):
        assert words == grammar(language).stop | grammar(language).light
    assert function_words() == swedish | english
    assert {"och", "genom", "the"} <= function_words()
    assert "genom" not in english
    assert "the" not in swedish
    assert function_words().isdisjoint({"vanort", "sanctions"})
