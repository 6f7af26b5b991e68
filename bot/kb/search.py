"""Ranked search: FTS5 finds candidate entries, terms and rapidfuzz rank them, and each hit tells how well it fits."""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache

from bot.kb.analysis import PART_FACTOR, Token, analyse, is_section
from bot.kb.fit import Hit, Query, QueryToken, Relevance, fit
from bot.kb.language import function_words, tells
from bot.kb.rows import Rows, read_rows
from bot.kb.stored import KEPT_ENTRIES, StoredVocabulary
from bot.kb.tables import Reader, any_of, entry_number, in_language
from bot.kb.typos import nearest, stored_candidates
from bot.kb.vocabulary import KEPT_WORDS
from bot.kb.words import grams, split, split_keeping_sections
from bot.question import Language

CANDIDATES = 14
TERMS_WEIGHT = 0.44  # measured on public FAQ data, see benchmarks/
GRAMS_WEIGHT = 1.0
POSTINGS = 1500
KEPT_POSTINGS = 8192  # terms and 4-grams whose postings are kept
LEAST_TERMS = 4
SURE_SLIP = 0.85  # similarity from which on a mended word alone is looked for
MOST_MENDED = 24  # unknown words that are corrected; a text of more is no question with typos

__all__ = ["Hit", "QueryToken", "Search"]


class Search:
    """Searches one built index; safe to use from several threads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.vocabulary = StoredVocabulary(reader)
        self._size = int(reader.value("select count(*) from entry"))
        self._whole = frozenset(language for language in Language if self._count_texts(language) == self._size)
        """The languages that every entry has: asked in one of them, the texts in others need no look."""
        self._rarest = math.log(1 + self._size)
        self._spread = lru_cache(KEPT_WORDS)(self._count_term)
        self._pieces = lru_cache(KEPT_WORDS)(self._count_gram)
        self._entry = lru_cache(KEPT_ENTRIES)(self._read_entry)
        self.idf = lru_cache(KEPT_WORDS)(self._idf)
        self._near = lru_cache(KEPT_WORDS)(self._nearest)
        self._postings = lru_cache(KEPT_POSTINGS)(self.find_postings)
        self._sections = lru_cache(KEPT_WORDS)(self._find_sections)

    def _count_texts(self, language: Language) -> int:
        return int(self._reader.value(f"select count(*) from docs where {in_language(language)}"))  # noqa: S608

    def _count_term(self, term: str) -> int:
        return self._reader.value("select entries from term where term = ?", term) or 0

    def _count_gram(self, gram: str) -> int:
        return self._reader.value("select entries from gram where gram = ?", gram) or 0

    def _read_entry(self, number: int) -> tuple[str, Rows]:
        key, rows = self._reader.rows("select id, rows from entry where n = ?", number).fetchone()
        return key, read_rows(rows, self.idf)

    def _nearest(self, word: str) -> tuple[str, float] | None:
        # A misspelt function word is no rare word.
        return nearest(word, stored_candidates(word, self._reader), function_words(), self._uses)

    def _uses(self, form: str) -> int:
        return self._reader.value("select uses from form where form = ?", form) or 0

    def _idf(self, term: str) -> float:
        """Return the inverse document frequency of a term over entries; an unknown term weighs as the rarest."""
        return math.log(1 + self._size / max(1, self._spread(term)))

    def meant(self, word: str) -> str | None:
        """Return the word of the base to which an unknown folded word is corrected, or None."""
        found = self._near(word)
        return found[0] if found is not None else None

    def query(self, text: str, language: Language, names: Collection[str] = ()) -> list[QueryToken]:
        """Analyse a query; words that the base does not know are corrected to near ones that it knows.

        Args:
            text: the query.
            language: its language, where it tells one.
            names: folded words that are left as they are.
        """
        tokens, language = self._analyse(text, text, language)
        if any(self._unknown(t) for t in tokens):
            tokens, language = self._analyse(self._mend(text, tokens, names), text, language)
        found: dict[str, QueryToken] = {}
        for token in tokens:
            known = not self._unknown(token)
            matches: list[tuple[str, float]] = [(token.term, 1.0)]
            if token.parts:
                matches += [(part, PART_FACTOR / len(token.parts)) for part in token.parts]
            weight = token.weight * (self.idf(token.term) if known else self._rarest)
            topical = token.weight == 1.0
            found.setdefault(token.term, QueryToken(token.form, weight, known, tuple(matches), topical))
        return list(found.values())

    def _analyse(self, text: str, typed: str, language: Language) -> tuple[list[Token], Language]:
        """Analyse a text; bare keywords do not tell their language: the one in which the base knows more is taken."""
        tokens = analyse(text, language, self.vocabulary, typed=True)
        if any(self._unknown(t) for t in tokens) and not tells(typed, language):
            other = Language.EN if language is Language.SV else Language.SV
            second = analyse(text, other, self.vocabulary, typed=True)
            if self._strangeness(second) < self._strangeness(tokens):
                return second, other
        return tokens, language

    def _unknown(self, token: Token) -> bool:
        known = self._spread(token.term) > 0 or (bool(token.parts) and all(map(self._spread, token.parts)))
        return not known

    def _strangeness(self, tokens: Sequence[Token]) -> float:
        """Share of a text's weight that the base does not know."""
        total = sum(t.weight for t in tokens)
        return sum(t.weight for t in tokens if self._unknown(t)) / total if total else 1.0

    def _mend(self, text: str, tokens: Sequence[Token], names: Collection[str]) -> str:
        unknown = [t.form for t in tokens if self._unknown(t) and t.form not in names][:MOST_MENDED]
        near = {form: found[0] for form in unknown if (found := self._near(form))}
        return " ".join(near.get(word, word) for word in split_keeping_sections(text))

    def hits(
        self, tokens: Sequence[QueryToken], text: str, limit: int = 10, language: Language | None = None
    ) -> list[Hit]:
        """Rank entries for an analysed query, best first.

        Args:
            tokens: from `query`.
            text: the query as written, for the comparison by letters.
            limit: how many hits to return.
            language: in which candidates are looked for, where every entry has it; None for all languages.
        """
        if not any(t.known for t in tokens):
            return []
        words = split(text)
        meant = self._as_meant(words, tokens)
        relevance = self._relevance(tokens, meant, language if language in self._whole else None)
        best = heapq.nlargest(max(CANDIDATES, limit), relevance, key=lambda n: relevance[n].whole)
        query = Query(tokens, " ".join(meant))
        found = [fit(*self._entry(n), query, relevance[n]) for n in best]
        # Of two that fit alike, the one whose row leaves out less; ranks that differ by hundredths are alike.
        found.sort(key=lambda h: (-round(h.rank, 1), -h.order, -h.rank))
        return found[:limit]

    def hit(self, entry: str, tokens: Sequence[QueryToken]) -> Hit | None:
        """Tell how well one entry fits an analysed query; None where the index has no such entry."""
        number = self._reader.value("select n from entry where id = ?", entry)
        if number is None or not tokens:
            return None
        return fit(*self._entry(number), Query(tokens, " ".join(t.form for t in tokens)), Relevance(1.0, 1.0))

    def _as_meant(self, words: Sequence[str], tokens: Sequence[QueryToken]) -> list[str]:
        """Return words with what `query` wrote instead of them, and without those that surely were slips."""
        forms = {t.form for t in tokens}
        found: list[str] = []
        for word in words:
            near = self._near(word) if word not in forms else None
            if near is None or near[0] not in forms:
                found.append(word)
            else:
                found += [near[0]] if near[1] >= SURE_SLIP else [word, near[0]]
        return found

    def _relevance(
        self, tokens: Sequence[QueryToken], words: Sequence[str], language: Language | None
    ) -> dict[int, Relevance]:
        """Return BM25 of terms and of 4-grams, each as a share of its best, added up with the measured weights."""
        terms = _rarest((term for t in tokens for term, _ in t.matches), self._spread)
        pieces = _rarest((gram for word in words for gram in grams(word)), self._pieces)
        told = self._shares("docs", language, terms)
        letters = self._shares("grams", language, pieces)
        found = {
            number: Relevance(
                TERMS_WEIGHT * told.get(number, 0.0) + GRAMS_WEIGHT * letters.get(number, 0.0),
                (TERMS_WEIGHT + GRAMS_WEIGHT) * letters.get(number, 0.0),
            )
            for number in told.keys() | letters.keys()
        }
        acts = [term for term in terms if term.startswith("sfs")]
        best = max(found.values(), default=Relevance(0.0, 0.0))
        return found | {number: best for term in terms if is_section(term) for number in self._sections(term, *acts)}

    def _shares(self, table: str, language: Language | None, wanted: Sequence[str]) -> dict[int, float]:
        """Return the BM25 of the entries that fit best in one table, as shares of the best one's."""
        texts: dict[int, float] = {}
        had = texts.get
        for term in wanted:
            for doc, bm25 in zip(*self._postings(table, language, term), strict=True):
                texts[doc] = had(doc, 0.0) + bm25
        scores: dict[int, float] = {}
        for doc in heapq.nlargest(4 * CANDIDATES, texts, key=texts.__getitem__):
            number = entry_number(doc)
            scores[number] = max(scores.get(number, 0.0), texts[doc])
        top = max(scores.values(), default=0.0) or 1.0
        return {number: bm25 / top for number, bm25 in scores.items()}

    def find_postings(self, table: str, language: Language | None, *terms: str) -> tuple[array[int], array[float]]:
        """Return the texts in which one of the terms stands, and the BM25 of each: the sum of its terms'.

        Args:
            table: "docs" for terms, "grams" for 4-grams.
            language: of the texts; None for all languages.
            terms: what to look for.

        Returns:
            The rows of the texts, and their BM25, higher where they fit better.
        """
        spoken = "" if language is None else f"and {in_language(language)}"
        rows = self._reader.rows(
            f"select rowid, -bm25({table}_fts, 3.0, 2.0, 1.0) from {table}_fts "  # noqa: S608 - fixed names
            f"where {table}_fts match ? {spoken}",
            any_of(terms),
        ).fetchall()
        return array("q", [doc for doc, _ in rows]), array("d", [bm25 for _, bm25 in rows])

    def _find_sections(self, section: str, *acts: str) -> list[int]:
        """Return the entries on a section of an act by their titles; none where the act is not named by its number."""
        if not acts:
            return []
        wanted = f"names : {any_of([section])} AND ({any_of(acts)})"
        rows = self._reader.rows("select rowid from docs_fts where docs_fts match ?", wanted)
        return sorted({entry_number(doc) for (doc,) in rows.fetchall()})


def _rarest(wanted: Iterable[str], spread: Callable[[str], int]) -> list[str]:
    """Return the wanted terms that the index has, rarest first, up to a number of postings.

    What the rarest terms find is what BM25 ranks first; the bound keeps a query's cost flat as the base grows.
    """
    found: list[str] = []
    postings = 0
    for entries, term in sorted((n, t) for t in set(wanted) if (n := spread(t))):
        postings += entries
        if postings > POSTINGS and len(found) >= LEAST_TERMS:
            break
        found.append(term)
    return found
