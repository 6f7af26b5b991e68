"""An entry answers only what it may speak about: details, the municipality itself, other countries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Outcome
from bot.answering import answer
from bot.constraints import details
from bot.conversation import remember
from bot.kb.base import KnowledgeBase
from bot.kb.entries import Status
from bot.question import Language, Question


@pytest.mark.parametrize(
    "question",
    [
        "Vilket hotell bodde de två forskarna på?",
        "Vad kostade besöket från Kyiv?",
        "What salary does Camilla Broo have?",
        "Hur många röster fick motionen?",
        "Vilken är Huddinges folkmängd?",
        "Who is the mayor of Nuuk?",
        "Är Källström ännu ledamot i fullmäktige?",
    ],
)
def test_a_detail_that_no_entry_covers_is_not_answered(base: KnowledgeBase, today: date, question: str) -> None:
    assert details(question, base)
    found = answer(Question.read(question), base, today)
    assert found.outcome is Outcome.NO_ANSWER, found.entry
    assert found.entry is None or base.knowledge.items[found.entry].entry.status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Hur många invånare har Trostjanets?", "trostianets-population"),
        ("Hur långt är det från Trostjanets till ryska gränsen?", "trostianets-where"),
        ("Är vi fortfarande systerstad med Nuuk?", "partner-town-nuuk"),
    ],
)
def test_a_detail_that_an_entry_covers_is_answered(base: KnowledgeBase, today: date, question: str, entry: str) -> None:
    found = answer(Question.read(question), base, today)
    assert (found.outcome, found.entry) == (Outcome.ANSWER, entry)


def test_a_detail_of_a_place_is_not_the_municipality_s_own(base: KnowledgeBase, today: date) -> None:
    of_the_town = answer(Question.read("Hur stor är befolkningen i Trostianets?"), base, today)
    of_our_own = answer(Question.read("Hur stor är befolkningen i Huddinge?"), base, today)
    assert of_the_town.entry == "trostianets-population"
    assert of_our_own.entry != "trostianets-population"


@pytest.mark.parametrize("question", ["vänorter?", "Vänort", "twin towns", "vilka vänorter har vi"])
def test_a_bare_word_is_asked_of_now(base: KnowledgeBase, today: date, question: str) -> None:
    found = answer(Question.read(question), base, today)
    assert (found.outcome, found.entry) == (Outcome.ANSWER, "partner-towns-now")


@pytest.mark.parametrize("text", ["1", " 7. ", "12"])
def test_a_number_chooses_nothing_where_nothing_was_offered(base: KnowledgeBase, today: date, text: str) -> None:
    first = answer(Question.read("Får vi skänka en brandbil till Moldavien?"), base, today)
    question = Question.read("Får vi skänka en brandbil till Moldavien?")
    found = answer(replace(Question.read(text), memory=remember(question, first)), base, today)
    assert (found.outcome, found.verdict) == (Outcome.NO_ANSWER, None)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("How many inhabitants has Trostianets? I need it for a talk on water pumps", "trostianets-population"),
        ("När befriades Trostjanets från de ryska soldaterna?", "trostianets-occupation"),
    ],
)
def test_a_question_that_names_things_but_no_gift_is_no_case_of_aid(
    base: KnowledgeBase, today: date, text: str, entry: str
) -> None:
    found = answer(Question.read(text), base, today)
    assert (found.verdict, found.entry) == (None, entry)


@pytest.mark.parametrize("text", ["En vattenpump till Trostianets?", "Får Trostianets en vattenpump av oss?"])
def test_a_bare_case_of_aid_is_one_still(base: KnowledgeBase, today: date, text: str) -> None:
    found = answer(Question.read(text), base, today)
    assert found.verdict is not None or (found.clarify is not None and found.clarify.fact != "entry")


@pytest.mark.parametrize("text", ["Vem ska jag vända mig till?", "Hur länge får vi vänta?", "Vända om"])
def test_a_word_with_dots_is_no_name_without_them(base: KnowledgeBase, text: str) -> None:
    assert base.gazetteer.find(text).places == frozenset()
    assert base.gazetteer.find("vanda").places


def test_names_spelled_with_dots_are_found_with_and_without(base: KnowledgeBase) -> None:
    for text in ("Seyðisfjörður", "seydisfjordur", "Göteborg", "goteborg"):
        found = base.gazetteer.find(f"Är det {text}")
        assert found.places or found.municipalities, text


@pytest.mark.parametrize(
    "text",
    [
        "Vilka vänorter har Skåne?",
        "Vilka vänorter har Västra Götaland?",
        "Vilka vänorter har Västra Götalandsregionen?",
        "Vilka vänorter har dalarna?",
        "Vilka vänorter har östergötland",
        "Which partner towns does Scania have?",
        "Hur många kommuner i Värmland hade vänorter?",
        "Vilka vänorter har Malmö?",
    ],
)
def test_what_another_municipality_or_region_has_is_not_known(base: KnowledgeBase, today: date, text: str) -> None:
    assert base.gazetteer.find(text).municipalities
    assert answer(Question.read(text), base, today).outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        (
            "Jag hittade en skylt från Askim. Vad är det för ort, är den kvar som vänort?",
            "partner-town-askim",
        ),
        ("Vi får besök från Nuuk. När blev de vänort?", "partner-town-nuuk"),
        ("Which section of the 2009 Act is about notifying Sida?", "befogenhetslagen-5-9"),
        ("Hur många gäster kom hit från KSE?", "cooperation-kse-visit"),  # not the later group, which is compared to it
        ("Vilka undertecknade utlåtandet om en vänort i Ukraina?", "signatories"),  # its papers name the country
        ("Medför ärendet några kostnader enl. tjänsteutlåtandet?", "proposal-consequences"),
    ],
)
def test_a_question_is_about_the_place_that_its_message_names(
    base: KnowledgeBase, today: date, question: str, entry: str
) -> None:
    assert entry in answer(Question.read(question), base, today).entries


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Var det Oslo eller Askim som var vår norska vänort?", "partner-town-askim"),
        ("Antal kommuner med vänorter, undersökningarna 2007, 2011 och 2018?", "stat-trend-2007-2018"),
        ("Hur mycket gav Svenska institutets Ukrainaprogram år 2024?", "funding-si-2024"),
    ],
)
def test_of_names_to_choose_from_one_is_enough_and_a_title_of_the_year_goes_first(
    base: KnowledgeBase, today: date, question: str, entry: str
) -> None:
    assert entry in answer(Question.read(question), base, today).entries


@pytest.mark.parametrize(
    "question", ["MSB byter väl namn först 2031?", "Hade 2015 års enkät 146 kommuner med vänorter?"]
)
def test_where_the_likeliest_entry_does_not_know_the_year_no_other_one_answers(
    base: KnowledgeBase, today: date, question: str
) -> None:
    assert answer(Question.read(question), base, today).outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    "question", ["Vad har kommunen för tågbudget, och hur stor är den?", "Where is our zeppelin, and how large is it?"]
)
def test_a_question_that_points_back_to_one_without_an_answer_has_none(
    base: KnowledgeBase, today: date, question: str
) -> None:
    found = answer(Question.read(question), base, today)
    assert found.outcome is Outcome.NO_ANSWER
    assert found.entry is None or base.knowledge.items[found.entry].entry.status is Status.UNKNOWN


def test_what_is_not_known_is_not_known_in_a_later_year_either(base: KnowledgeBase, today: date) -> None:
    found = answer(Question.read("Hur mycket pengar skickade Huddinge till Ukraina 2025?"), base, today)
    assert (found.outcome, found.entry) == (Outcome.NO_ANSWER, "huddinge-donations-unknown")


@pytest.mark.parametrize(
    "question",
    [
        "Får isländska kommuner skänka bussar enligt isländsk lag?",
        "Can a Polish city give money abroad under Polish law?",
        "Vad säger den norska kommunallagen om gåvor till Ukraina?",
    ],
)
def test_another_countrys_law_is_answered_by_no_entry_and_no_verdict(
    base: KnowledgeBase, today: date, question: str
) -> None:
    found = answer(Question.read(question), base, today)
    assert (found.outcome, found.verdict, found.entry) == (Outcome.NO_ANSWER, None, None)


@pytest.mark.parametrize(
    "question",
    [
        "Hur mycket kostar en spårvagnsbiljett i Oslo?",
        "Vilken temperatur ska julskinkan ha?",
        "finns det pingviner på Grönland",
        "Går det tåg mellan Lviv och Odesa på natten?",
        "What does a hotel room in Vantaa cost in July?",
        "What is the best pizza place in Kyiv?",
    ],
)
def test_what_only_shares_words_or_names_with_the_subject_is_not_answered(
    base: KnowledgeBase, today: date, question: str
) -> None:
    found = answer(Question.read(question), base, today)
    assert (found.outcome, found.verdict) == (Outcome.NO_ANSWER, None)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Nuuk kom väl med 1963?", "partner-town-nuuk"),
        ("Vanda blev vår vänort på 1970-talet va?", "partner-town-vanda"),
    ],
)
def test_a_wrong_year_of_a_partner_town_is_put_right_by_its_entry(
    base: KnowledgeBase, today: date, question: str, entry: str
) -> None:
    assert answer(Question.read(question), base, today).entry == entry


def test_half_a_question_after_one_without_an_answer_has_none(base: KnowledgeBase, today: date) -> None:
    found = answer(Question.read("Bifölls motionen i fullmäktige, och vilken veckodag?"), base, today)
    assert (found.outcome, found.entries) == (Outcome.NO_ANSWER, ("council-decision-unknown",))


def test_a_particle_behind_the_subject_belongs_to_its_verb(base: KnowledgeBase) -> None:
    tokens = base.search.query("Varför drog sig egentligen Askim ur?", Language.SV)
    assert [t.form for t in tokens if t.matches[0][0] == "~lamna"] == ["drog sig ur"]


def test_a_name_is_no_half_of_a_compound(base: KnowledgeBase) -> None:
    assert "~vantaa" in [t.matches[0][0] for t in base.search.query("någon vänort utöver än Vanda", Language.SV)]


def test_a_pronoun_is_not_answered_where_what_it_stands_for_is_not_known(base: KnowledgeBase, today: date) -> None:
    found = answer(
        Question.read("Har Huddinge en budget för internationellt arbete, och hur stor är den?"), base, today
    )
    assert found.outcome is Outcome.NO_ANSWER


def test_function_words_reach_no_concept_by_their_stem(base: KnowledgeBase) -> None:
    tokens = base.search.query("Hur många finns det i Finland?", Language.SV)
    assert [t.form for t in tokens if t.matches[0][0] == "~finland"] == ["finland"]


def test_two_words_are_no_compound_that_is_only_a_form_of_the_first(base: KnowledgeBase) -> None:
    assert "vanort" in [t.form for t in base.search.query("vänort enligt SKR", Language.SV)]


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Är Vanda en stad i Norge?", "partner-town-vanda"),  # its own entry tells where it is
        ("What does chapter 5, section 9 of the Local Government Powers Act (2009:47) say?", "befogenhetslagen-5-9"),
    ],
)
def test_what_is_named_by_name_or_number_is_answered_from_its_entry(
    base: KnowledgeBase, today: date, question: str, entry: str
) -> None:
    assert answer(Question.read(question), base, today).entry == entry


@pytest.mark.parametrize("question", ["Vad säger skollagen om vänorter?", "Står det i förvaltningslagen om beslut?"])
def test_an_act_that_is_not_known_is_not_answered_from_another(base: KnowledgeBase, today: date, question: str) -> None:
    assert answer(Question.read(question), base, today).outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    "question",
    ["When did Nuuk stop being a partner town?", "Varför hoppade Askim av?", "Vilket år drog sig Seydisfjördur ur?"],
)
def test_when_and_why_a_town_left_is_not_told_by_its_entry(base: KnowledgeBase, today: date, question: str) -> None:
    found = answer(Question.read(question), base, today)
    assert found.outcome is Outcome.NO_ANSWER
    assert found.entry in {"partner-towns-when-left", "partner-towns-why-left"}
