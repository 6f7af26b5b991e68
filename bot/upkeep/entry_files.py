"""Write an entry's files: front matter in the order of docs/knowledge-format.md, then the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.kb.documents import Document
from bot.question import Language
from bot.upkeep.forms import FOLDERS, Told

_FIRST = ("id", "type", "title", "brief", "aliases", "questions", "golden", "status", "as_of", "review_by")
_WORDS = {"title": "title", "brief": "brief", "alias": "aliases", "question": "questions"}
_SOURCE = {
    "source": "title",
    "source_ref": "ref",
    "source_date": "date",
    "source_url": "url",
    "source_quote": "quote",
}
_FIGURE = ("value", "unit", "year", "what")


class _Plain(yaml.SafeDumper):
    """Writes a value out wherever it stands; a reference to another line (&id001) is nothing that people edit."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def markdown(data: Mapping[str, Any], body: str) -> str:
    """Return the text of an entry's file."""
    ordered = {key: data[key] for key in _FIRST if key in data} | {k: v for k, v in data.items() if k not in _FIRST}
    front = yaml.dump(ordered, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n{body.strip()}\n"


def entry_files(type_: str, told: Told, languages: Iterable[Language], *, draft: bool = False) -> dict[str, str]:
    """Return the files of a new entry by their path in the knowledge folder.

    Args:
        type_: its type.
        told: the values of `forms.fields`; a field that was left out is missing, and then no key is written.
        languages: the languages to write; Swedish is always written.
        draft: whether it is checked but never answers.
    """
    found = {}
    for language in dict.fromkeys((Language.SV, *languages)):
        end = "" if language is Language.SV else f"_{language}"
        data: dict[str, Any] = {"id": told["id"]}
        data |= {key: told[name + end] for name, key in _WORDS.items() if told.get(name + end)}
        if told.get("golden" + end):
            data["golden"] = {"reach": told["golden" + end]}
        if language is Language.SV:
            data |= {"type": type_} | _facts(type_, told) | ({"draft": True} if draft else {})
        body = "\n\n".join(told["text" + end])
        found[f"{FOLDERS[type_]}/{told['id']}.{language}.md"] = markdown(data, body)
    return found


def _facts(type_: str, told: Told) -> dict[str, Any]:
    """Everything that stands in the Swedish file only."""
    words = ("title", "brief", "alias", "question", "golden", "text", *_SOURCE, "id")
    own = {
        key: value
        for key, value in told.items()
        if value is not None and key not in words and key.removesuffix(f"_{Language.EN}") not in words
    }
    source = {key: told[name] for name, key in _SOURCE.items() if told.get(name) is not None}
    data = {key: str(own.pop(key)) if key == "status" else own.pop(key) for key in ("status", "as_of")}
    if "review_by" in own:
        data["review_by"] = own.pop("review_by")
    data["sources"] = [source]
    if type_ == "statistic":
        figure = {key: own.pop(key) for key in _FIGURE if key in own}
        if float(figure["value"]).is_integer():
            figure["value"] = int(figure["value"])
        data["values"] = [figure]
    return data | {key: str(value) if key == "stage" else value for key, value in own.items()}


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder; none of them exists.

    Raises:
        FileExistsError: a file is there already; it is kept.
    """
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def rewritten(document: Document, changed: Mapping[str, Any]) -> str:
    """Return a file's text with some of its keys changed, or left out where the new value is None."""
    data = {key: value for key, value in {**document.data, **changed}.items() if value is not None}
    return markdown(data, document.body)
