"""Names of countries and places are words that mean the same."""

from __future__ import annotations

import pytest

from bot.kb.analysis import analyse
from bot.kb.vocabulary import ListedVocabulary, concepts, synonym_groups
from bot.kb.words import dotted
from bot.question import Language


def test_a_name_joins_the_group_that_has_one_of_its_names() -> None:
    groups = synonym_groups([["finland", "finsk"]], [], [["Finland", "Suomi", "finländare"]], lambda _: True)
    assert groups == [["finland", "finsk", "Suomi", "finländare"]]


def test_names_that_the_entries_never_use_are_no_group() -> None:
    said = {"kyiv"}.__contains__
    groups = synonym_groups([], [], [["Kyiv", "Kiev"], ["Odesa", "Odessa"]], said)
    assert groups == [["Kyiv", "Kiev"]]


def test_a_single_alias_is_no_group_and_hides_none() -> None:
    groups = synonym_groups([], [["Nuuk"], ["Vanda", "Vantaa", "Vanda stad"]], [["Nuuk", "Godthåb"]], lambda _: True)
    assert groups == [["Vanda", "Vantaa"], ["Nuuk", "Godthåb"]]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("arrangör", "~arrangor"),
        ("arrangor", "~arrangor"),
        ("Arrangören", "~arrangor"),
        ("host", "~arrangor"),
        ("hösten", "host"),
        ("hosten", "~arrangor"),  # without its dots nobody can tell
        ("tar över", "~ta_over"),
        ("tar over", "~ta_over"),
        ("kobenhavn", "~kopenhamn"),
        ("København", "~kopenhamn"),
    ],
)
def test_dots_may_be_left_out_but_are_not_added(text: str, term: str) -> None:
    groups = [["arrangör", "host"], ["ta över", "tar över"], ["Köpenhamn", "København"]]
    vocabulary = ListedVocabulary(phrases=concepts(groups))
    assert [token.term for token in analyse(text, Language.SV, vocabulary)] == [term]


def test_the_words_with_dots_are_told_with_them() -> None:
    assert dotted("Hösten i Tønder, é och Тростянець") == {"hosten": "hösten", "tonder": "tönder"}
    assert dotted("no dots here") == {}


def test_of_two_spellings_the_one_with_dots_names_the_group() -> None:
    groups = synonym_groups([], [["Ödby", "Odby", "Oedby"]], [], lambda _: True)
    assert groups == [["Oedby", "Ödby"]] or groups == [["Ödby", "Oedby"]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("vilka år var det", "?when"), ("vilka ar var det", "?when"), ("vilka är det", None), ("vilken dag", "?when")],
)
def test_what_is_asked_for_is_told_with_its_dots(text: str, kind: str | None) -> None:
    terms = [token.term for token in analyse(text, Language.SV, ListedVocabulary())]
    assert [term for term in terms if term == "?when"] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("5 kap. 4 §", ["§5:4"]),
        ("chapter 5, section 4", ["§5:4"]),
        ("4 § i befogenhetslagens femte kapitel", ["§5:4"]),
        ("5 kap. 4–6 §§", ["§5:4", "§5:5", "§5:6"]),
        ("section 4 of chapter 5", ["§5:4"]),
        ("fourth section, chapter five", ["§5:4"]),
        ("the section four of the fifth chapter", ["§4"]),
        ("fjärde paragrafen i femte kapitlet", ["§5:4"]),
        ("vad säger kapitel fem paragraf fyra", ["§5:4"]),
        ("one section of it", []),
    ],
)
def test_a_section_is_one_however_it_is_written(text: str, terms: list[str]) -> None:
    language = Language.EN if "section" in text else Language.SV
    found = [token.term for token in analyse(text, language, ListedVocabulary())]
    assert [term for term in found if term.startswith("§")] == terms
