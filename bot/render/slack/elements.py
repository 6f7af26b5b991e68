"""The parts of Block Kit that the bot uses, with Slack's limits, and text made safe for them.

Source: https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/messaging/formatting-message-text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.render.fitting import ELLIPSIS, shorten, split, units

MESSAGE_BLOCKS = 50
MESSAGE_TEXT = 13_000
"""The text of all blocks of a message together; Slack refuses a little more."""
FALLBACK_TEXT = 3_900
"""A message's `text`: 40,000 are allowed, but trouble is reported near 4,000."""
SECTION = 3_000
HEADER = 150
CONTEXT = 3_000
BUTTON = 75
VALUE = 2_000
URL = 3_000
INPUT = 3_000
INPUT_LABEL = 2_000
VIEW_TITLE = 24

NAME = 100
"""Of a person; no limit of Slack's."""

Block = dict[str, Any]

_MASS = re.compile(r"@(?=here|channel|everyone|group)", re.IGNORECASE)
_TOKEN = re.compile(r"<(?=[!@#])")
_MARKS = re.compile("[*_~`]")
"""What Slack's mrkdwn takes for bold, italics, struck out and code; there is no way to escape it."""
_BREAK = "\u200b"
"""A space of no width: to the eye nothing, to Slack the end of the name."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What `chat.postMessage` takes; `text` is what screen readers and notifications tell."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to show: by Slack's user id, which Slack shows as a name, or by a name known from elsewhere."""

    name: str = ""
    user: str | None = None

    def shown(self) -> str:
        """Return mrkdwn that shows the person."""
        if self.user is not None and re.fullmatch(r"[UW][A-Z0-9]+", self.user):
            return f"<@{self.user}>"
        return escape(shorten(self.name, NAME))


def escape(text: str) -> str:
    """Return text for Slack's mrkdwn, in which it calls nobody; its marks (`_MARKS`) stay marks."""
    return _MASS.sub(f"@{_BREAK}", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def size(text: str) -> int:
    """Return how much of a limit a text takes once it is escaped."""
    return units(escape(text))


def mrkdwn(text: str) -> Block:
    """Return a text object of escaped text; `verbatim` keeps Slack from making links and mentions of it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, limit: int) -> Block:
    """Return a text object without any markup, shortened to a limit; mentions in it are broken all the same."""
    return {"type": "plain_text", "text": shorten(_unmarked(text), limit), "emoji": False}


def _unmarked(text: str) -> str:
    return _TOKEN.sub(f"<{_BREAK}", _MASS.sub(f"@{_BREAK}", text))


def linked(url: str | None, text: str) -> str:
    """Return mrkdwn that links to an address of the web; the text alone where it is none or too long."""
    if url is None or not url.startswith(("https://", "http://")):
        return escape(text)
    safe = quote(url, safe="%/:?#[]@!$&'()*+,;=~-._").replace("&", "&amp;")
    return f"<{safe}|{escape(' '.join(text.split()))}>" if len(safe) <= URL else escape(text)


def _literal(text: str, limit: int) -> Block:
    """Return a text object that shows a text as it stands: mrkdwn would take its asterisks for bold and drop them.

    Nothing is put beside the marks, so that what is copied is what was written.
    """
    return plain_text(text, limit) if _MARKS.search(text) else mrkdwn(escape(text))


def section(text: str) -> Block:
    """Return a section of mrkdwn."""
    return {"type": "section", "text": mrkdwn(text)}


def sections(text: str) -> list[Block]:
    """Return sections of any text, as many as it needs."""
    return [{"type": "section", "text": _literal(part, SECTION)} for part in split(text, SECTION, size)]


def literals(text: str, most: int = MESSAGE_TEXT, mark: str = ELLIPSIS) -> list[Block]:
    """Return sections of what a person wrote, without markup, shortened to a limit; nothing for an empty text."""
    shown = shorten(_unmarked(text.strip()), most, mark)
    return [{"type": "section", "text": plain_text(part, SECTION)} for part in split(shown, SECTION)]


def quoted(told: str, text: str, most: int) -> Block:
    """Return a context block of mrkdwn and, behind it, what a person wrote, without markup, shortened to a limit."""
    made = context(told)
    if text.strip():
        made["elements"].append(plain_text(text, most))
    return made


def contexts(text: str) -> list[Block]:
    """Return context blocks of any text, as many as it needs."""
    return [{"type": "context", "elements": [_literal(part, CONTEXT)]} for part in split(text, CONTEXT, size)]


def context(text: str) -> Block:
    """Return a context block of mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def header(text: str) -> Block:
    """Return a header."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def button(text: str, action: str, value: Mapping[str, object], style: str | None = None) -> Block:
    """Return a button whose value is JSON."""
    made: Block = {
        "type": "button",
        "text": plain_text(text, BUTTON),
        "action_id": action,
        "value": as_value(value),
    }
    return made | {"style": style} if style else made


def as_value(value: Mapping[str, object]) -> str:
    """Return what a button or a modal carries, as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def actions(elements: list[Block]) -> list[Block]:
    """Return a row of buttons, or nothing where there are none."""
    return [{"type": "actions", "elements": elements}] if elements else []


def input_block(label: str, hint: str, *, initial: str = "", optional: bool = False) -> Block:
    """Return a field of several lines; its value is found under block id and action id "text"."""
    element: Block = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": INPUT}
    if initial.strip():
        element["initial_value"] = shorten(initial, INPUT)
    return {
        "type": "input",
        "block_id": "text",
        "label": plain_text(label, INPUT_LABEL),
        "hint": plain_text(hint, INPUT_LABEL),
        "optional": optional,
        "element": element,
    }


def text_size(blocks: Iterable[Block]) -> int:
    """Return how much text blocks hold."""
    return sum(units(text) for block in blocks for text in _texts(block))


def _texts(node: object) -> Iterable[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
