"""What one municipality's knowledge folder has that is true in every municipality: the law, its words and its lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.kb.base import KnowledgeBase
from bot.kb.documents import read_markdown
from bot.kb.knowledge import Item
from bot.kb.lists import FILES
from bot.kb.patterns import ACT
from bot.kb.words import holds_name, split
from bot.question import Language
from bot.upkeep.entry_files import rewritten

_TYPES = ("legal_rule", "fact", "term", "process")
_LOCAL_TYPES = ("partner_town", "cooperation", "contact")

SHORTEST_STEM = 4
"""Letters of a name that a longer word must begin with to be said to have it."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zåäö])")

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Local:
    """What tells that a text is of one municipality.

    Args:
        names: its own and those of its towns, cooperation, contacts, companies and papers.
        stems: beginnings of words for who lives there, and for what has to do with one of its towns.
        papers: those of its papers alone.
    """

    names: frozenset[Name]
    stems: tuple[str, ...]
    papers: frozenset[Name]


def shared_files(base: KnowledgeBase, folder: Path, name: str) -> dict[str, str]:
    """Return the files that another municipality can start with, by path.

    An entry is shared where neither its text nor its sources are of one municipality: it names none, no town, contact
    or company of the folder's own municipality, and what that municipality wrote is at most a source beside others that
    the text does not lean on (that source is left out). A source that does not say whose it is may be the
    municipality's own. Ways to ask that name one are left out, and references to entries that are not shared; so are
    the last sentences of a paragraph where they speak of the municipality's own papers.

    Args:
        base: the knowledge to take from.
        folder: its folder.
        name: the new municipality's name, put where the lists of words have the old one's.
    """
    local = _local(base)
    shared = {key for key, item in base.knowledge.items.items() if _is_shared(item, base, local)}
    found: dict[str, str] = {}
    for key in sorted(shared):
        for language, file in base.knowledge.items[key].files.items():
            if language in base.knowledge.municipality.languages:
                found[file] = _without_local(folder, file, base, local, shared)
    for file in FILES:
        if (folder / file).is_file():
            found[file] = _list_text((folder / file).read_text("utf-8"), file, base, name)
    return found


def _list_text(text: str, file: str, base: KnowledgeBase, name: str) -> str:
    """A list for the new municipality: in aid/ the old name means "our municipality", elsewhere notes with it go."""
    own = "|".join(re.escape(n) for n in (base.knowledge.municipality.name, *base.knowledge.municipality.names))
    if file.startswith("aid/"):
        return re.sub(rf"\b({own})\b", name.lower(), text, flags=re.IGNORECASE)
    return re.sub(rf"^ *note:.*\b({own})\b.*\n", "", text, flags=re.IGNORECASE | re.MULTILINE)


def without_local_words(words: Iterable[str], base: KnowledgeBase) -> list[str]:
    """Return the words of a status card that name nothing of the base's own municipality."""
    local = _local(base)
    return [word for word in words if not _is_local(word, base, local)]


def _own_names(base: KnowledgeBase) -> set[Name]:
    municipality = base.knowledge.municipality
    return {tuple(split(name)) for name in (municipality.name, *municipality.names)}


def _local(base: KnowledgeBase) -> _Local:
    def aliases(*types: str) -> set[Name]:
        items = [item for item in base.knowledge.items.values() if item.entry.type in types]
        return {tuple(split(alias)) for item in items for words in item.words.values() for alias in words.aliases}

    municipality = base.knowledge.municipality
    papers = frozenset(tuple(split(name)) for name in municipality.papers)
    companies = {tuple(split(name)) for name in municipality.companies}
    whole = [name[0] for name in _own_names(base) | aliases("partner_town") if len(name) == 1]
    return _Local(
        frozenset(_own_names(base) | aliases(*_LOCAL_TYPES) | companies | papers),
        tuple(name for name in whole if len(name) >= SHORTEST_STEM),
        papers,
    )


def _is_shared(item: Item, base: KnowledgeBase, local: _Local) -> bool:
    if item.entry.type not in _TYPES:
        return False
    texts = [_without_sentences(text, local.papers) for bodies in item.bodies.values() for text in bodies]
    if not all(_without_sentences(bodies[0], local.papers) for bodies in item.bodies.values()):
        return False
    texts += [text for words in item.words.values() for text in (words.title, words.brief or "", *words.aliases)]
    if any(_is_local(text, base, local) for text in texts):
        return False
    own = _own_sources(item, base)
    told = split(" ".join(item.body(Language.SV)))
    leans = any(word.startswith(split(item.entry.sources[i].title)[0]) for i in own for word in told)
    left = [source for i, source in enumerate(item.entry.sources) if i not in own]
    told_whose = all(s.issuer or s.url or ACT.search(f"{s.title} {s.ref}") for s in left)  # an act is everyone's
    return bool(left) and told_whose and not leans


def _without_sentences(text: str, names: Iterable[Name]) -> str:
    """Return a paragraph without its last sentences that have one of the names; nothing that follows leans on those."""
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    while starts and _names(text[starts[-1] :], names):
        text = text[: starts.pop()].rstrip()
    return text


def _own_sources(item: Item, base: KnowledgeBase) -> list[int]:
    own = _own_names(base)
    told = [f"{source.title} {source.ref} {source.issuer} {source.url}" for source in item.entry.sources]
    return [i for i, text in enumerate(told) if _names(text, own)]


def _is_local(text: str, base: KnowledgeBase, local: _Local) -> bool:
    named = _names(text, local.names) or any(word.startswith(local.stems) for word in split(text))
    return named or bool(base.gazetteer.find(text).municipalities)


def _names(text: str, names: Iterable[Name]) -> bool:
    """Tell whether a text has one of the names, a genitive -s aside."""
    words = split(text)
    return any(holds_name(words, name) for name in names)


def _without_local(folder: Path, file: str, base: KnowledgeBase, local: _Local, shared: set[str]) -> str:
    """The file's text without what is of one municipality; the file as it is where it has nothing of that."""
    document, _ = read_markdown(folder, folder / file)
    if document is None:  # it was loaded a moment ago
        raise OSError(file)
    changed: dict[str, Any] = dict(_changes(document.data, base, local, shared))
    told = [_without_sentences(text, local.papers) for text in re.split(r"\n\s*\n", document.body.strip())]
    body = "\n\n".join(text for text in told if text)
    if not changed and body == document.body.strip():
        return (folder / file).read_text("utf-8")
    return rewritten(replace(document, body=body), changed)


def _changes(data: dict[str, Any], base: KnowledgeBase, local: _Local, shared: set[str]) -> Iterator[tuple[str, Any]]:
    def general(questions: Any) -> list[str]:
        return [question for question in questions or [] if not _is_local(str(question), base, local)]

    golden = {kind: left for kind, rows in (data.get("golden") or {}).items() if (left := general(rows))}
    kept: dict[str, Any] = {
        "questions": general(data.get("questions")),
        "golden": golden,
        "related": [key for key in data.get("related") or [] if key in shared],
    }
    if "sources" in data:
        own = _own_sources(base.knowledge.items[str(data["id"])], base)
        kept["sources"] = [source for i, source in enumerate(data["sources"]) if i not in own]
    for key, value in kept.items():
        if key in data and value != data[key]:
            yield key, value or None
    for key in ("why", "supersedes", "superseded_by", "differs_from"):
        if key in data and data[key] not in shared:
            yield key, None
    if _is_local(str(data.get("notes") or ""), base, local):
        yield "notes", None
