"""The line of a key in a knowledge file; each file is read once, and only where something is to be told."""

from __future__ import annotations

from pathlib import Path

from bot.kb.documents import Document, Key, read_markdown, read_yaml
from bot.kb.problem import Problem, Severity


class Lines:
    """The lines of one folder's files.

    Args:
        folder: the knowledge folder, loaded without faults a moment ago.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents: dict[str, Document | None] = {}

    def problem(self, id_: str, file: str, key: Key, severity: Severity, **values: object) -> Problem:
        """Return a problem at a key of a file, or at the nearest key above it that stands there."""
        document = self._document(file)
        line = document.line(key) if document else 1
        return Problem(id_, file, line, {k: str(v) for k, v in values.items()}, severity)

    def warning(self, id_: str, file: str, key: Key, **values: object) -> Problem:
        """Return a warning at a key of a file."""
        return self.problem(id_, file, key, Severity.WARNING, **values)

    def in_body(self, id_: str, file: str, **values: object) -> Problem:
        """Return a warning at the first line of a file's text."""
        document = self._document(file)
        line = document.body_line if document else 1
        return Problem(id_, file, line, {k: str(v) for k, v in values.items()}, Severity.WARNING)

    def _document(self, file: str) -> Document | None:
        if file not in self._documents:
            read = read_markdown if file.endswith(".md") else read_yaml
            self._documents[file] = read(self._folder, self._folder / file)[0]
        return self._documents[file]
