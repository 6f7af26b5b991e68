"""The parts of Adaptive Cards that the bot uses, with Teams' limits.

Text stands in text runs: they show it as it is, while a TextBlock would read Markdown and links out of it.
Source: https://adaptivecards.io/explorer, version 1.5, and what Teams takes: six buttons in a card, 28 KB a message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import shorten

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
CARD_BYTES = 18_000
"""A card; its summary and the envelope come on top, and the whole stays well under the limit of a message."""
SUMMARY_BYTES = 4_000
BUTTONS = 6
"""In a card. The button of a form stands in a card of its own, which the form's button opens."""
BUTTON = 75
BUTTON_SEEN = 40
"""Characters of a button's title; Teams cuts off what does not fit in one line of a card, some forty."""
FALLBACK_BYTES = 1_000
URL = 1_000
INPUT = 3_000

Element = dict[str, Any]


def weight(part: object) -> int:
    """Return how many bytes a part of a card takes when it is sent."""
    return len(json.dumps(part, ensure_ascii=False).encode("utf-8", "surrogatepass")) + len(", ")


def text_weight(text: str) -> int:
    """Return how many bytes a text takes, with the element around each of its lines."""
    return weight(text) + (text.count("\n") + 1) * ELEMENT


def run(text: str, **looks: object) -> Element:
    """Return a run of text; `looks` are its weight, size, color, isSubtle."""
    return {"type": "TextRun", "text": text, **looks}


def linked(url: str | None, text: str, **looks: object) -> Element:
    """Return a run that opens an address of the web; the text alone where it is none or too long."""
    if url is None or not url.startswith(("https://", "http://")) or weight(url) > URL:
        return run(text, **looks)
    return run(text, **looks, selectAction={"type": "Action.OpenUrl", "url": url})


def block(*runs: Element, **looks: object) -> Element:
    """Return a line of runs; `looks` are its spacing and separator."""
    return {"type": "RichTextBlock", "inlines": list(runs), **looks}


def lines(text: str, *, first: Mapping[str, object] | None = None, **looks: object) -> list[Element]:
    """Return a block for each line of a text that says anything; `first` are the looks of the first block."""
    said = [line.strip() for line in text.split("\n") if line.strip()]
    return [
        block(run(line, **looks), **(first or {} if n == 0 else {"spacing": "Small"})) for n, line in enumerate(said)
    ]


def tinted(style: str, inside: Sequence[Element]) -> Element:
    """Return lines on a tinted ground (good, warning, attention); the text itself keeps its contrast."""
    return {"type": "Container", "style": style, "items": list(inside)}


ELEMENT = weight(block(run("", size="Small", isSubtle=True, color="Warning"), separator=True, spacing="Medium"))
"""What a line takes beside its text, at most."""


def execute(title: str, verb: str, data: Mapping[str, object], *, inputs: bool = False) -> Element:
    """Return a button that calls the bot, which answers with a card in this one's place.

    Args:
        title: on the button, shortened where it is too long.
        verb: what is wanted.
        data: on what; the bot gets it back.
        inputs: send the card's fields along.
    """
    action = {"type": "Action.Execute", "title": shorten(title, BUTTON), "verb": verb, "data": dict(data)}
    return action if inputs else action | {"associatedInputs": "none"}


def pressed_as_a_whole(action: Element) -> Element:
    """Return a row that is pressed as a button is; unlike a button's, its title is wrapped."""
    return {"type": "Container", "style": "emphasis", "selectAction": action, "items": lines(f"› {action['title']}")}


def form(title: str, field: Element, hint: str, send: Element) -> Element:
    """Return a button that opens a field, a hint under it, and a button of its own."""
    inner = {"type": "AdaptiveCard", "body": [field, *lines(hint, size="Small", isSubtle=True)], "actions": [send]}
    return {"type": "Action.ShowCard", "title": shorten(title, BUTTON), "card": inner}


def field(label: str, needed: str, *, value: str = "") -> Element:
    """Return a field of several lines with the id "text" that must be filled in."""
    made: Element = {
        "type": "Input.Text",
        "id": "text",
        "label": label,
        "isMultiline": True,
        "isRequired": True,
        "errorMessage": needed,
        "maxLength": INPUT,
    }
    return made | {"value": shorten(value, INPUT)} if value.strip() else made


def make(language: Language, body: Sequence[Element], actions: Sequence[Element], fallback: str) -> Element:
    """Return a card.

    Args:
        language: of its text.
        body: what it shows.
        actions: its buttons.
        fallback: what a client shows that knows no such cards; shortened where it is too long.
    """
    made: Element = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": language.value,
        "fallbackText": shorten(fallback, FALLBACK_BYTES, f" {phrase(language, 'card.shortened')}", weight),
        "body": list(body),
    }
    return made | {"actions": list(actions)} if actions else made
