"""The program's own fixed phrases, one TOML file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.question import Language


@cache
def _table(language: Language) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / f"{language}.toml").read_text("utf-8"))


def _look_up(language: Language, key: str) -> Any:
    node: Any = _table(language)
    for step in key.split("."):
        node = node[step]
    return node


def phrase(language: Language, key: str) -> str:
    """Return the phrase at a dotted key, such as "answer.source".

    Raises:
        KeyError: the key is not in that language's file (a test keeps the files alike).
    """
    return str(_look_up(language, key))


def phrases(language: Language, key: str) -> list[str]:
    """Return the list of phrases at a dotted key."""
    return [str(item) for item in _look_up(language, key)]
