"""Why a file or a value cannot be read, told as a person who knows no YAML would want it told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from bot.kb.problem import Reason

_OPEN_QUOTE = re.compile(r"^\s*(?:- +)?(?:[\w-]+: +)?(?P<quote>[\"'])(?P<rest>.*)$")
_COLON = re.compile(r"^\s*(?:- +)?[\w-]+: +[^\"'\[{|>#&*!].*: ")
_LIST_COLON = re.compile(r"^\s*- +[^\"'\[{|>#&*!:]+ [^:]*: ")
_RESERVED = re.compile(r"^\s*(?:- +)?(?:[\w-]+: +)?(?P<sign>[%@`])")

_TYPES = {
    "string_type": "text",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "int_type": "whole",
    "int_parsing": "whole",
    "int_from_float": "whole",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "string_too_short": "empty",
}
_LIMITS = {"string_too_long": "max_length", "too_short": "min_length", "too_long": "max_length"}
_PATTERNS = {r"^[A-Z]{2}$": "code", r"^https?://": "web"}


def unreadable(text: str, fault: yaml.YAMLError) -> tuple[int, Reason]:
    """Find the row where the mistake most likely stands, which is often above the one where reading stopped.

    Args:
        text: the YAML.
        fault: what the parser raised.

    Returns:
        The row, counted from 0, and the reason.
    """
    mark = getattr(fault, "problem_mark", None)
    stopped = mark.line if mark is not None else 0
    rows = text.split("\n")[: stopped + 1]
    for i, row in enumerate(rows):
        quoted = _OPEN_QUOTE.match(row)
        if quoted and quoted["quote"] not in quoted["rest"].replace('\\"', "").replace("''", ""):
            return i, Reason("quote")
    row = rows[-1]
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return stopped, Reason("tab")
    if found := _RESERVED.match(row):
        return stopped, Reason("sign", {"sign": found["sign"]})
    if _COLON.match(row) or _LIST_COLON.match(row):
        return stopped, Reason("colon")
    return stopped, Reason("syntax")


def wrong_value(error: Mapping[str, Any]) -> Reason:
    """Return why a value cannot stand, from one of pydantic's errors."""
    kind, given, limits = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "date_value":
        return Reason("date", {"value": _short(given)})
    if kind == "date_year":
        return Reason("year", {"value": _short(given)})
    if given is None:
        return Reason("nothing")
    if kind == "string_type" and isinstance(given, bool | int | float):
        return Reason("quote_it", {"value": _short(given).lower() if isinstance(given, bool) else _short(given)})
    if kind == "string_type" and isinstance(given, dict):
        return Reason("colon")
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        choices = str(limits.get("expected") or limits.get("expected_tags"))
        return Reason("choice", {"choices": choices.replace("'", "").replace(" or ", ", ")})
    if kind == "string_pattern_mismatch":
        return Reason(_PATTERNS.get(limits["pattern"], "id"))
    if kind in _LIMITS:
        return Reason(kind, {"limit": str(limits[_LIMITS[kind]])})
    if kind in _TYPES:
        return Reason(_TYPES[kind])
    return Reason("other", {"reason": str(error["msg"])})


def _short(given: Any) -> str:
    return str(given)[:40]
