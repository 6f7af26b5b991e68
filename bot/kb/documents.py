"""Read YAML and Markdown with front matter, remembering the line of every key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.kb.problem import Problem, Reason
from bot.kb.reasons import unreadable, wrong_value

Key = tuple[str | int, ...]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)  # what git leaves where two edits meet

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its data, the line of each key path, and the Markdown body (empty for plain YAML)."""

    file: str
    data: dict[str, Any]
    lines: dict[Key, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1

    def line(self, path: Key) -> int:
        """Return the 1-based line of a key path, or of its nearest ancestor that has one."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get((), 1)


def read_markdown(root: Path, path: Path) -> tuple[Document | None, list[Problem]]:
    """Read a Markdown file with YAML front matter between two lines of three dashes.

    Returns:
        The document and no problems, or None and every problem found (nothing is skipped in silence).
    """
    name = path.relative_to(root).as_posix()
    text, problems = _text(path, name)
    if text is None:
        return None, problems
    rows = text.split("\n")
    if rows[0].rstrip() != "---":
        return None, [Problem("VK101", name, 1)]
    end = next((i for i, row in enumerate(rows[1:], start=1) if row.rstrip() == "---"), None)
    if end is None:
        return None, [Problem("VK102", name, len(rows))]
    data, lines, problems = _yaml("\n".join(rows[1:end]), name, first_line=2)
    if data is None:
        return None, problems
    rest = rows[end + 1 :]
    skipped = next((i for i, row in enumerate(rest) if row.strip()), 0)
    body = "\n".join(rest).strip()
    return Document(name, data, lines, body, end + 2 + skipped), []


def read_yaml(root: Path, path: Path) -> tuple[Document | None, list[Problem]]:
    """Read a YAML file whose top level is a mapping."""
    name = path.relative_to(root).as_posix()
    text, problems = _text(path, name)
    if text is None:
        return None, problems
    data, lines, problems = _yaml(text, name, first_line=1)
    return (None, problems) if data is None else (Document(name, data, lines), [])


def _text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    try:
        raw = path.read_bytes()
    except OSError as fault:
        return None, [Problem("VK104", name, 1, {"reason": fault.strerror or type(fault).__name__})]
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as fault:
        return None, [Problem("VK103", name, raw[: fault.start].count(b"\n") + 1)]
    if not text.strip():
        return None, [Problem("VK114", name, 1)]
    odd = ((pattern.search(text), id_) for pattern, id_ in ((_CONTROL, "VK115"), (_CONFLICT, "VK116")))
    problems = [Problem(id_, name, text.count("\n", 0, found.start()) + 1) for found, id_ in odd if found]
    return (None, problems) if problems else (text, [])


def _yaml(text: str, name: str, first_line: int) -> tuple[dict[str, Any] | None, dict[Key, int], list[Problem]]:
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as fault:
        row, reason = unreadable(text, fault)
        return None, {}, [Problem("VK105", name, first_line + row, {"reason": reason})]
    if not isinstance(node, yaml.MappingNode):
        return None, {}, [Problem("VK106", name, first_line)]
    reader = _Reader(name, first_line)
    try:
        data = reader.value(node, ())
    except RecursionError:
        return None, {}, [Problem("VK105", name, first_line, {"reason": Reason("nested")})]
    return (None, {}, reader.problems) if reader.problems else (data, reader.lines, [])


class _Reader:
    """Turns YAML nodes into plain values and keeps each key's line; a key that stands twice is a fault."""

    def __init__(self, name: str, first_line: int) -> None:
        self.name = name
        self.first_line = first_line
        self.lines: dict[Key, int] = {}
        self.problems: list[Problem] = []
        self._constructor = yaml.constructor.SafeConstructor()

    def value(self, node: Any, path: Key) -> Any:
        self.lines.setdefault(path, self.first_line + node.start_mark.line)
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(self._scalar(key_node))
                line = self.first_line + key_node.start_mark.line
                if key in found:
                    self.problems.append(Problem("VK107", self.name, line, {"key": key}))
                self.lines[(*path, key)] = line
                found[key] = self.value(value_node, (*path, key))
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _scalar(self, node: Any) -> Any:
        """A date that no calendar has, or a tag, is a fault at its own line; the rest of the file is still read."""
        if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
            return node.value  # so are nearly all: the constructor need not look for what makes it
        try:
            return self._constructor.construct_object(node)
        except (yaml.YAMLError, ValueError):
            line = self.first_line + node.start_mark.line
            dated = node.tag == "tag:yaml.org,2002:timestamp"
            reason = Reason("date", {"value": str(node.value)[:40]}) if dated else Reason("syntax")
            self.problems.append(Problem("VK105", self.name, line, {"reason": reason}))
            return None


def model_problems(fault: ValidationError, document: Document) -> list[Problem]:
    """Turn a pydantic error into problems, each at its key's line."""
    problems = []
    for error in fault.errors():
        path = ("type",) if error["type"] == "union_tag_invalid" else _known_path(error["loc"], document)
        line = document.line(path)
        field = " › ".join(str(step + 1) if isinstance(step, int) else step for step in path) or "–"
        if error["type"] == "extra_forbidden":
            problems.append(Problem("VK121", document.file, line, {"field": field}))
        elif error["type"] in ("missing", "union_tag_not_found"):
            missing = str(error["loc"][-1]) if error["type"] == "missing" else "type"
            problems.append(Problem("VK122", document.file, line, {"field": missing}))
        else:
            problems.append(Problem("VK123", document.file, line, {"field": field, "reason": wrong_value(error)}))
    return problems


def _known_path(loc: tuple[int | str, ...], document: Document) -> Key:
    """Drop the steps that pydantic adds for union members, so that the path is one of the file."""
    path: Key = ()
    for step in loc:
        if (*path, step) in document.lines or step == loc[-1]:
            path = (*path, step)
    return path
