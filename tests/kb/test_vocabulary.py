"""Names of countries and places are words that mean the same."""

from __future__ import annotations

from bot.kb.vocabulary import synonym_groups


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
