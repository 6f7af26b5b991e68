"""The texts of an entry that are indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.kb.knowledge import Item
from bot.question import Language


@dataclass(frozen=True, slots=True)
class Text:
    """One searchable text of an entry."""

    language: Language
    kind: str
    text: str


Corpus = Mapping[str, Sequence[Text]]
"""The texts of each live entry, by id."""


def texts(
    language: Language, title: str, aliases: Iterable[str], questions: Iterable[str], body: Iterable[str]
) -> Iterator[Text]:
    """Yield every text of one language of an entry that is indexed; golden questions are not among them."""
    yield Text(language, "title", title)
    for alias in aliases:
        yield Text(language, "alias", alias)
    for question in questions:
        yield Text(language, "question", question)
    yield Text(language, "body", "\n".join(body))


def item_texts(item: Item) -> list[Text]:
    """Return every indexed text of an entry."""
    return [
        text
        for language, words in item.words.items()
        for text in texts(language, words.title, words.aliases, words.questions, item.bodies[language])
    ]
