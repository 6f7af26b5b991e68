"""Add a way to ask to an entry's file and change nothing else of it: comments, order, indents and line ends stay."""

from __future__ import annotations

import re
from typing import Any

import yaml

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one that reads the files
_WIDE = 10_000


def with_question(text: str, question: str) -> str | None:
    """Return a file's text with one more row under `questions`.

    Args:
        text: the whole file, front matter and body.
        question: one line.

    Returns:
        The new text; None where the list is written in a way that this cannot add to.
    """
    front = _FRONT.match(text)
    if front is None:
        return None
    head = front[1]
    try:
        node = yaml.compose(head, Loader=_LOADER)
        before = yaml.load(head, _LOADER)  # noqa: S506 - a safe one
        if not isinstance(node, yaml.MappingNode):
            return None
        changed = _added(head, node, question)
        after = yaml.load(changed, _LOADER) if changed is not None else None  # noqa: S506 - as above
    except yaml.YAMLError:
        return None
    wanted = {**before, "questions": [*(before.get("questions") or []), question]}
    if changed is None or after != wanted:
        return None
    return text[: front.start(1)] + changed + text[front.end(1) :]


def _added(head: str, node: yaml.MappingNode, question: str) -> str | None:
    keys = {key.value: (key, value) for key, value in node.value}
    end = "\r\n" if "\r\n" in head else "\n"
    if "questions" not in keys:
        _, title = keys["title"]
        at = _line_end(head, title.end_mark.index)
        return f"{head[:at]}questions:{end}  - {_scalar(question)}{end}{head[at:]}"
    key, value = keys["questions"]
    if isinstance(value, yaml.SequenceNode) and value.flow_style:
        return _in_brackets(head, value, question)
    if isinstance(value, yaml.SequenceNode):
        first, last = value.value[0], value.value[-1]
        at = _line_end(head, last.end_mark.index)
        start = head.rfind("\n", 0, first.start_mark.index) + 1
        indent = head[start : head.index("-", start)]
        return f"{head[:at]}{indent}- {_scalar(question)}{end}{head[at:]}"
    if isinstance(value, yaml.ScalarNode) and not value.value:  # the key alone
        at = _line_end(head, key.end_mark.index)
        return f"{head[:at]}  - {_scalar(question)}{end}{head[at:]}"
    return None


def _in_brackets(head: str, node: yaml.SequenceNode, question: str) -> str:
    at = node.end_mark.index - 1  # the closing bracket
    if not node.value:
        return f"{head[:at]}{_quoted(question)}{head[at:]}"
    after = node.value[-1].end_mark.index
    comma = "" if "," in head[after:at] else ","
    place = after if comma else head.index(",", after) + 1
    return f"{head[:place]}{comma} {_quoted(question)}{head[place:]}"


def _line_end(head: str, at: int) -> int:
    """The index after the line that ends at or after an index; a block scalar's mark stands past its line already."""
    if at > 0 and head[at - 1] == "\n":
        return at
    newline = head.find("\n", at)
    return len(head) if newline < 0 else newline + 1


def _scalar(value: str) -> str:
    return _dumped([value], default_flow_style=False)[2:].rstrip("\n")


def _quoted(value: str) -> str:
    """In quotation marks: within brackets, commas and brackets would mean something."""
    return _dumped([value], default_flow_style=False, default_style='"')[2:].rstrip("\n")


def _dumped(value: Any, **style: Any) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, width=_WIDE, **style))
