"""What a new entry of each type needs to be told: the fields that `vanort new` asks for, in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import EnumType
from typing import Annotated, Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.kb.entries import MODELS, EntrySource, Figure, Status
from bot.kb.knowledge import Knowledge
from bot.kb.scalars import Day, EntryId
from bot.kb.words import split
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.stamp import a_year_after

FOLDERS = {
    "partner_town": "partner_towns",
    "cooperation": "cooperation",
    "decision": "decisions",
    "legal_rule": "legal_rules",
    "statistic": "statistics",
    "term": "terms",
    "process": "processes",
    "contact": "contacts",
    "fact": "facts",
}
"""Each type and the folder that its entries stand in."""

_OWN = {
    "partner_town": ("country", "relation", "start"),
    "cooperation": ("state", "partner", "kind", "period", "organiser"),
    "decision": ("stage", "body", "decided_on", "outcome", "dnr"),
    "legal_rule": ("statute", "chapter", "section", "wording"),
    "statistic": ("value", "unit", "year", "what"),
    "process": ("owner",),
    "contact": ("role", "channel"),
}
_STATUS = {
    "förslag": Status.PROPOSED,
    "beslutat": Status.DECIDED,
    "justerat": Status.DECIDED,
    "laga kraft": Status.DECIDED,
    "upphävt": Status.EXPIRED,
    "okänt": Status.UNKNOWN,
    "none": Status.HISTORICAL,
    "done": Status.HISTORICAL,
    "unknown": Status.UNKNOWN,
}

Told = dict[str, Any]
"""Answers so far: a value a field, a list for a field that takes many."""


@dataclass(frozen=True)
class Field:
    """One thing to ask for.

    Args:
        name: as in `--set NAME=VALUE`; a name that ends in _en is of the English file.
        read: turns what was typed into a value; raises ValueError with a reason, as a person reads it.
        required: whether it must be told.
        many: whether it may be told several times.
        choices: the values it can take, or none where it is free.
        default: makes one of the answers so far; None where there is none.
    """

    name: str
    read: Callable[[str], Any]
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    default: Callable[[Told], Any] | None = None


def fields(type_: str, knowledge: Knowledge, language: Language, today: date) -> list[Field]:
    """Return what to ask for an entry of a type.

    Args:
        type_: one of FOLDERS.
        knowledge: whose languages the entry is written in, and whose names and questions are taken.
        language: the language of the reasons why a value is refused.
        today: the default day that the statements hold for.
    """
    taken = _Taken(knowledge, language)
    found: list[Field] = []
    for lang in dict.fromkeys((Language.SV, *knowledge.municipality.languages)):
        end = "" if lang is Language.SV else f"_{lang}"
        found += [
            Field(f"title{end}", str, required=True),
            Field(f"text{end}", str, required=True, many=True),
            Field(f"question{end}", taken.question, many=True),
            Field(f"golden{end}", taken.golden, required=not end, many=True),
            Field(f"alias{end}", taken.alias, many=True),
        ]
    model = Figure if type_ == "statistic" else MODELS[type_]
    found += [_field(name, model, language) for name in _OWN.get(type_, ())]
    found += [
        Field("status", Status, True, False, tuple(Status), lambda told: _status(type_, told)),
        Field("as_of", _day(language), True, False, (), lambda told: today.isoformat()),
        Field("review_by", _day(language), default=lambda told: _review(told, today)),
        Field("source", str, required=True),
        Field("source_ref", str),
        Field("source_date", _day(language), True, False, (), lambda told: str(told["as_of"])),
        Field("source_url", _reader(EntrySource, "url")),
        Field("id", taken.id, True, False, (), lambda told: slug(told["title"], knowledge.items)),
    ]
    return found


def slug(title: str, taken: Collection[str]) -> str:
    """Return an id made of a title's words that no entry has."""
    words = [word for word in split(title) if word.isascii()]
    base = "-".join(words)[:60].strip("-") or "entry"
    return next(name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken)


def _status(type_: str, told: Told) -> Status:
    if type_ == "statistic":
        return Status.HISTORICAL
    return next(
        (s for name in ("stage", "relation", "state") if (s := _STATUS.get(told.get(name, "")))), Status.CURRENT
    )


def _review(told: Told, today: date) -> str | None:
    return None if told["status"].past else a_year_after(today).isoformat()


def _field(name: str, model: Any, language: Language) -> Field:
    info = model.model_fields[name]
    if Day in get_args(info.annotation):
        return Field(name, _day(language))
    choices = tuple(c for c in get_args(info.annotation) if isinstance(c, str))
    if isinstance(info.annotation, EnumType):
        choices = tuple(str(member) for member in list[Any](info.annotation))
    return Field(name, _reader(model, name), required=info.is_required(), choices=choices)


def _reader(model: Any, name: str) -> Callable[[str], Any]:
    """Read a value by the model of the file itself, so that what is taken here is taken by the check."""
    info = model.model_fields[name]
    told: Any = Annotated[info.annotation, info]  # the field's constraints stand beside its type
    adapter: TypeAdapter[Any] = TypeAdapter(told)

    def read(raw: str) -> Any:
        try:
            return adapter.validate_strings(raw)  # what is typed is text: a number is read out of it
        except ValidationError as fault:
            raise ValueError(fault.errors()[0]["msg"]) from None

    return read


def _day(language: Language) -> Callable[[str], date]:
    def read(raw: str) -> date:
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise ValueError(phrase(language, "upkeep.new_day")) from None

    return read


class _Taken:
    """Reads what no other entry may have: ids, names, questions."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self._language = language
        self._ids = knowledge.items
        everything = [(key, words) for key, item in knowledge.items.items() for words in item.words.values()]
        self._aliases = _owners((key, alias) for key, words in everything for alias in words.aliases)
        self._questions = _owners((key, question) for key, words in everything for question in words.questions)

    def id(self, raw: str) -> str:
        try:
            TypeAdapter(EntryId).validate_python(raw)
        except ValidationError:
            raise ValueError(phrase(self._language, "upkeep.new_id")) from None
        if raw in self._ids:
            raise ValueError(phrase(self._language, "upkeep.new_taken").format(other=raw))
        return raw

    def alias(self, raw: str) -> str:
        return self._free(raw, self._aliases)

    def question(self, raw: str) -> str:
        return self._free(raw, self._questions)

    def golden(self, raw: str) -> str:
        return self._free(raw, self._questions)

    def _free(self, raw: str, owners: dict[str, str]) -> str:
        if (owner := owners.get(" ".join(split(raw)))) is not None:
            raise ValueError(phrase(self._language, "upkeep.new_taken").format(other=owner))
        return raw


def _owners(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {" ".join(split(text)): key for key, text in rows}
