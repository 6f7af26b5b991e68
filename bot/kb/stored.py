"""What a base keeps in its index and reads when it is asked for: the words, the entries, the lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from bot.kb.entries import MODELS, Status, Translation, Words
from bot.kb.knowledge import Dated, Item, ItemsByType
from bot.kb.lists import FILES
from bot.kb.tables import Reader
from bot.kb.vocabulary import KEPT_WORDS, Vocabulary
from bot.question import Language

KEPT_ENTRIES = 1_000
"""How many entries stay in memory once they were read."""

_LISTS = {path.rpartition("/")[2].removesuffix(".yaml"): model for path, model in FILES.items()}


class StoredVocabulary(Vocabulary):
    """The vocabulary of an index.

    Args:
        reader: of the index.
        trust: whether how a known word divides is read, and not worked out.
    """

    def __init__(self, reader: Reader, *, trust: bool = True) -> None:
        self._reader = reader
        self._trust = trust
        self._form = lru_cache(KEPT_WORDS)(self._find_form)
        self._stem = lru_cache(KEPT_WORDS)(self._find_stem)
        self._parts = lru_cache(KEPT_WORDS)(self._find_parts)

    @cached_property
    def phrases(self) -> Mapping[tuple[str, ...], str]:
        return {tuple(words.split(" ")): concept for words, concept in self._reader.rows("select * from phrase")}

    def has_form(self, word: str) -> bool:
        return self._form(word)

    def has_stem(self, root: str) -> bool:
        return self._stem(root)

    def parts(self, word: str, language: Language) -> tuple[str, ...]:
        return self._parts(word, language)

    def _find_form(self, word: str) -> bool:
        return self._reader.value("select 1 from form where form = ?", word) is not None

    def _find_stem(self, root: str) -> bool:
        return self._reader.value("select 1 from stem where stem = ?", root) is not None

    def _find_parts(self, word: str, language: Language) -> tuple[str, ...]:
        known = self._trust and self._reader.rows("select sv, en from form where form = ?", word).fetchone()
        said = known[language is Language.EN] if known else None
        return super().parts(word, language) if said is None else tuple(said.split())


class StoredItems(ItemsByType):
    """The live entries of an index, each read and validated when it is asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._item = lru_cache(KEPT_ENTRIES)(self._read)

    def __getitem__(self, key: str) -> Item:
        return self._item(key)

    def __contains__(self, key: object) -> bool:
        return self._reader.value("select 1 from entry where id = ?", key) is not None

    def __iter__(self) -> Iterator[str]:
        yield from [key for (key,) in self._reader.rows("select id from entry order by id")]

    def __len__(self) -> int:
        return int(self._reader.value("select count(*) from entry"))

    def of_type(self, kind: str) -> list[Item]:
        """Return the live entries of a type, by id."""
        rows = self._reader.rows("select f.id from file f join entry e on e.id = f.id where kind = ? order by 1", kind)
        return [self[key] for (key,) in rows.fetchall()]

    def aliases(self) -> list[tuple[str, str]]:
        """Return the other names of all live entries, each with the id of its entry."""
        sql = "select detail, c.id from claim c join entry e on e.id = c.id where kind = 'alias' order by file, line"
        return [(alias, key) for alias, key in self._reader.rows(sql)]

    def dated(self) -> Sequence[Dated]:
        """Return how each live entry stands in time, by id; they are read once, and not validated again."""
        return self._dated

    @cached_property
    def _dated(self) -> tuple[Dated, ...]:
        fields = ", ".join(f"json_extract(data, '$.{name}')" for name in ("status", "as_of", "review_by"))
        sql = f"select f.id, kind, {fields} from file f join entry e on e.id = f.id where language = ? order by 1"  # noqa: S608 - constants
        return tuple(
            Dated(key, kind, Status(status), date.fromisoformat(as_of), review_by and date.fromisoformat(review_by))
            for key, kind, status, as_of, review_by in self._reader.rows(sql, Language.SV)
        )

    def _read(self, key: str) -> Item:
        sql = (
            "select path, kind, language, data, body from file "
            "where id = ? and exists (select 1 from entry where entry.id = file.id) order by path"
        )
        rows = self._reader.rows(sql, key).fetchall()
        if not rows:
            raise KeyError(key)
        words = {Language(lang): _model(kind, lang).model_validate_json(data) for _, kind, lang, data, _ in rows}
        bodies = {Language(lang): tuple(json.loads(body)) for _, _, lang, _, body in rows}
        entry: Any = words[Language.SV]
        return Item(entry, words, bodies, {Language(lang): path for path, _, lang, _, _ in rows})


def _model(kind: str, language: str) -> type[Words]:
    """The model of an entry's file: the Swedish one carries every fact, the others words alone."""
    return MODELS[kind] if language == Language.SV else Translation


class StoredLists(Mapping[str, Any]):
    """The lists of an index, each read and validated when it is asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._list = lru_cache(None)(self._read)

    def __getitem__(self, key: str) -> Any:
        return self._list(key)

    def __iter__(self) -> Iterator[str]:
        kinds = [kind for (kind,) in self._reader.rows("select kind from file where id = '' order by path")]
        yield from (kind for kind in kinds if kind in _LISTS)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, key: str) -> Any:
        raw = self._reader.value("select data from file where kind = ? and id = ''", key)
        if raw is None or key not in _LISTS:
            raise KeyError(key)
        return _LISTS[key].model_validate_json(raw)
