"""Write another municipality's knowledge folder: who it is, its partner towns, and what every municipality shares."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.kb.base import KnowledgeBase, in_memory
from bot.kb.documents import read_markdown
from bot.kb.lists import Countries
from bot.kb.load import load
from bot.kb.problem import Problem
from bot.kb.words import split
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.entry_files import entry_files, rewritten, write
from bot.upkeep.forms import Told, slug
from bot.upkeep.golden import golden_cases, golden_fault
from bot.upkeep.shared import shared_files, without_local_words
from bot.upkeep.stamp import a_year_after

NOW = "partner-towns-now"
"""The entry that lists the partner towns."""

MOST_BRIEF = 160
"""Letters that a line of the status card has room for."""


@dataclass(frozen=True, slots=True)
class Town:
    """A partner town: its name, and its country's ISO code."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Start:
    """What a new municipality is asked.

    Args:
        name: its short name.
        languages: the languages it answers in, the first by default; Swedish files are always written.
        towns: its partner towns.
        source: the title of the document that says which they are, and `source_date` its day: what is told of them
            holds for that day. Without towns it is what does not tell them; empty, the folder itself.
        coordinator: the role to turn to, by language.
        lawyer: the role that reviews legal questions, by language.
    """

    name: str
    languages: tuple[Language, ...]
    towns: tuple[Town, ...]
    source: str
    source_date: date
    coordinator: Mapping[Language, str]
    lawyer: Mapping[Language, str]


def start(target: Path, asked: Start, base: KnowledgeBase, folder: Path, today: date) -> tuple[Problem, ...]:
    """Write a folder that can be asked at once.

    Args:
        target: where; it does not exist, or is empty.
        asked: who the municipality is.
        base: the knowledge to share from.
        folder: its folder.
        today: the day of asking; reviews are due a year later.

    Returns:
        No problems; or the faults that what was asked would bring, and then nothing is written.
    """
    written = (Language.SV, *asked.languages)
    shared = {
        name: text
        for name, text in shared_files(base, folder, asked.name).items()
        if not name.endswith(".md") or name.removesuffix(".md").endswith(tuple(f".{lang}" for lang in written))
    }
    files = shared | _town_files(asked, base, today)
    ids = {Path(name).name.partition(".")[0] for name in files if name.endswith(".md")}
    files["municipality.yaml"] = _municipality(asked, base, ids)
    with tempfile.TemporaryDirectory() as place:
        write(Path(place), files)
        loaded = load(Path(place))
        if loaded.knowledge is not None:
            leave_out_unreached(Path(place), in_memory(loaded.knowledge), shared, today)
            shutil.copytree(place, target, dirs_exist_ok=True)
    return loaded.faults


def leave_out_unreached(folder: Path, base: KnowledgeBase, shared: Collection[str], today: date) -> None:
    """Take out shared golden questions that the new folder does not answer: it starts with a clean check.

    Args:
        folder: the new folder.
        base: its knowledge.
        shared: the shared files' paths.
        today: the day of asking.
    """
    failing: dict[str, set[str]] = {}
    for case in golden_cases(base.knowledge):
        file = base.knowledge.items[case.entry].files[case.language]
        if file in shared and golden_fault(case, base, today) is not None:
            failing.setdefault(file, set()).add(case.question)
    for file, questions in failing.items():
        document, _ = read_markdown(folder, folder / file)
        if document is not None:
            golden = {kind: [q for q in rows if q not in questions] for kind, rows in document.data["golden"].items()}
            changed = {"golden": {kind: rows for kind, rows in golden.items() if rows} or None}
            (folder / file).write_text(rewritten(document, changed), "utf-8")


def country_code(text: str, base: KnowledgeBase) -> str | None:
    """Return a country's ISO code by its code or one of its names, or None where the lists have no such country."""
    listed = base.knowledge.lists.get("countries")
    rows = listed.countries if isinstance(listed, Countries) else []
    wanted = split(text)
    return next((r.code for r in rows if wanted in [split(n) for n in (r.code, r.sv, r.en, *r.names)]), None)


def country_name(code: str, language: Language, base: KnowledgeBase) -> str | None:
    """Return a country's name by its ISO code, or None where the lists have no such country."""
    listed = base.knowledge.lists.get("countries")
    row = listed.by_code.get(code) if isinstance(listed, Countries) else None
    return None if row is None else row.en if language is Language.EN else row.sv


def _town_files(asked: Start, base: KnowledgeBase, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    ids: list[str] = []
    for town in asked.towns:
        ids.append(slug(town.name, {*base.knowledge.items, *ids}))
        told = _told(asked, today, "town", {"town": town.name}, town.country, base)
        told |= {"id": ids[-1], "alias": [town.name], "country": town.country, "relation": "partner_town"}
        found |= entry_files("partner_town", told, asked.languages)
    kind = "unknown" if not asked.towns else "one" if len(asked.towns) == 1 else "many"
    told = _told(asked, today, kind, {"count": str(len(asked.towns))}, None, base) | {"id": NOW}
    if not asked.towns:  # that none was named does not say that there is none
        told["status"] = "unknown"
    for language in (Language.SV, *asked.languages) if asked.towns else ():
        brief = _listed(asked.towns, language, base)
        if len(brief) <= MOST_BRIEF:
            told["brief" if language is Language.SV else f"brief_{language}"] = brief
    if ids:
        told["related"] = ids
    return found | entry_files("fact", told, asked.languages)


def _told(
    asked: Start, today: date, kind: str, values: Mapping[str, str], country: str | None, base: KnowledgeBase
) -> Told:
    """The words of an entry on the towns, from the program's phrases, and its dates and source."""
    told: Told = {
        "status": "current",
        "as_of": asked.source_date,
        "review_by": a_year_after(today),
        "source": asked.source or phrase(Language.SV, "start.source"),
        "source_date": asked.source_date,
    }
    for language in (Language.SV, *asked.languages):
        end = "" if language is Language.SV else f"_{language}"
        filled = {**values, "name": asked.name, "towns": _listed(asked.towns, language, base)}
        if country is not None:
            filled["country"] = country_name(country, language, base) or country

        def say(key: str, language: Language = language, filled: Mapping[str, str] = filled) -> str:
            return phrase(language, f"start.{kind}.{key}").format(**filled)

        told |= {
            f"title{end}": say("title"),
            f"text{end}": [say("text")],
            f"question{end}": say("questions").split("|"),
            f"golden{end}": [say("golden")],
        }
    return told


def _listed(towns: Sequence[Town], language: Language, base: KnowledgeBase) -> str:
    names = [f"{town.name} ({country_name(town.country, language, base) or town.country})" for town in towns]
    joint = f" {phrase(language, 'answer.and')} "
    return joint.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _municipality(asked: Start, base: KnowledgeBase, ids: Iterable[str]) -> str:
    """municipality.yaml: the cards keep the rows whose entries are shared; the towns come first."""
    model = base.knowledge.municipality

    def local(key: str) -> dict[str, str]:
        return {str(lang): phrase(lang, f"start.{key}").format(name=asked.name) for lang in Language}

    known = set(ids)
    cards: list[dict[str, Any]] = []
    for i, topic in enumerate(model.status):
        card = topic.model_dump(mode="json") | {"words": without_local_words(topic.words, base)}
        card["rows"] = [row for row in card["rows"] if known.issuperset(row["entries"])]
        if i == 0:
            card["rows"] = [{"label": local("row"), "entries": [NOW]}] + [
                row for row in card["rows"] if row["entries"] != [NOW]
            ]
        cards += [card] if card["rows"] else []
    data = {
        "name": asked.name,
        "names": list(local("full_name").values()),
        "country": model.country,
        "languages": [str(lang) for lang in asked.languages],
        "coordinator": {str(lang): asked.coordinator[lang] for lang in Language},
        "lawyer": {str(lang): asked.lawyer[lang] for lang in Language},
        "examples": [local(f"example{n}") for n in (1, 2, 3)],
        **({"complete": [NOW]} if asked.towns else {}),
        "max_lix": model.max_lix,
        "status": cards,
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
