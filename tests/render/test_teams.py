"""Answers in Teams: golden cards, Teams' limits for any answer, no Markdown and no mention made of a text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from microsoft_teams.cards import core

from bot.answer import Answer, Clarify, Kind, Option, Outcome, Paragraph, Source, Verdict
from bot.compose import entry_answer
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language
from bot.render.teams import (
    card,
    enquiry_card,
    enquiry_summary,
    notice_card,
    notice_summary,
    summary,
)
from bot.render.teams.elements import weight
from bot.store.enquiry import LEGAL, State
from render.conftest import FOLDER
from render.samples import ANSWERS, DIGEST, EN, ENQUIRIES, LONG, SV, enquiry, judged
from render.strategies import NASTY, answers, bare, lists, texts

WELL_UNDER = 24_000
"""Of the 28 KB that a message may have."""

LOOKS = {"spacing", "separator"}
RUN = {"text", "weight", "size", "color", "isSubtle", "selectAction"}
PROPERTIES = {  # what schema 1.5 knows, of what is used here
    "AdaptiveCard": {"$schema", "version", "lang", "fallbackText", "body", "actions"},
    "RichTextBlock": {"inlines"} | LOOKS,
    "TextRun": RUN,
    "Container": {"style", "items", "selectAction"},
    "ActionSet": {"actions"},
    "Input.ChoiceSet": {"id", "style", "wrap", "label", "isRequired", "errorMessage", "choices"},
    "Input.Text": {"id", "label", "isMultiline", "isRequired", "errorMessage", "maxLength", "value"},
    "Action.Execute": {"title", "verb", "data", "associatedInputs", "tooltip"},
    "Action.ShowCard": {"title", "card"},
    "Action.OpenUrl": {"url"},
}
REQUIRED = {
    "AdaptiveCard": {"body"},
    "RichTextBlock": {"inlines"},
    "TextRun": {"text"},
    "Container": {"style", "items"},
    "ActionSet": {"actions"},
    "Input.ChoiceSet": {"id", "label", "isRequired", "errorMessage", "choices"},
    "Input.Text": {"id", "label", "errorMessage"},
    "Action.Execute": {"title", "verb", "data"},
    "Action.ShowCard": {"title", "card"},
    "Action.OpenUrl": {"url"},
}


def shown(answer: Answer, **wishes: Any) -> dict[str, Any]:
    return card(answer, reference="ref-1", ask_coordinator=True, **wishes)


def typed(node: Any) -> Iterator[dict[str, Any]]:
    """Every element, run and action of a card; the data of an action is the bot's own."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for key, value in node.items():
            if key != "data":
                yield from typed(value)
    elif isinstance(node, list):
        for value in node:
            yield from typed(value)


def of(made: Any, kind: str) -> list[dict[str, Any]]:
    return [element for element in typed(made) if element["type"] == kind]


def read(made: dict[str, Any]) -> str:
    """What a person sees before anything is pressed."""
    blocks = ("".join(run["text"] for run in block["inlines"]) for block in of(made.get("body", made), "RichTextBlock"))
    return "\n".join(blocks)


def buttons(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons that are seen at once; that of a form stands in the card that the form's button opens."""
    sets = [element for element in made["body"] if element["type"] == "ActionSet"]
    rows = [element["selectAction"] for element in made["body"] if "selectAction" in element]
    return [*rows, *(action for one in sets for action in one["actions"]), *made.get("actions", [])]


def check_card(made: dict[str, Any], told: str = "") -> None:
    assert (made["type"], made["version"]) == ("AdaptiveCard", "1.5")
    for element in typed(made):
        assert set(element) - {"type"} <= PROPERTIES[element["type"]], element
        assert REQUIRED[element["type"]] <= set(element), element
        assert all(element[key] for key in REQUIRED[element["type"]] - {"body", "text", "data"}), element
    assert len(buttons(made)) <= 6
    assert all(len(button["title"]) <= 75 and button["title"].strip() for button in buttons(made))
    ids = [element["id"] for element in typed(made) if "id" in element]
    assert len(ids) == len(set(ids))
    activity = {"type": "message", "summary": told, "attachments": [{"contentType": "x" * 50, "content": made}]}
    assert len(json.dumps(activity, ensure_ascii=False).encode("utf-8", "surrogatepass")) <= WELL_UNDER


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_looks_as_it_did(name: str, golden: Callable[[str, str, Any], None]) -> None:
    made, told = shown(ANSWERS[name], question="Är Nuuk vänort?"), summary(ANSWERS[name])
    check_card(made, told)
    golden("teams", name, {"summary": told, "card": made})


@pytest.mark.parametrize("name", ENQUIRIES)
def test_an_enquiry_looks_as_it_did(name: str, golden: Callable[[str, str, Any], None]) -> None:
    handler = "Åsa Ek" if name != "enquiry-open" else None
    made = enquiry_card(ENQUIRIES[name], SV, asker="Bo", handler=handler)
    told = enquiry_summary(ENQUIRIES[name], SV, asker="Bo", handler=handler)
    check_card(made, told)
    golden("teams", name, {"summary": told, "card": made})


def test_a_digest_looks_as_it_did(golden: Callable[[str, str, Any], None]) -> None:
    made, told = notice_card(SV, DIGEST[0], "", DIGEST[1]), notice_summary(SV, DIGEST[0], "", DIGEST[1])
    check_card(made, told)
    golden("teams", "digest", {"summary": told, "card": made})


@given(lists)
def test_any_lists_under_a_notice_keep_teams_limits(found: list[tuple[str, list[str]]]) -> None:
    check_card(notice_card(SV, "Veckan", "", found), notice_summary(SV, "Veckan", "", found))


def test_every_golden_file_is_compared() -> None:
    wanted = {*ANSWERS, *ENQUIRIES, "digest"}
    assert {file.stem for file in (FOLDER / "teams").glob("*.json")} == wanted


@pytest.mark.parametrize("file", sorted((FOLDER / "teams").glob("*.json")), ids=lambda file: file.stem)
def test_the_models_of_the_teams_sdk_know_every_property(file: Path) -> None:
    models = {
        model.model_fields["type"].default: model
        for model in vars(core).values()
        if isinstance(model, type) and "type" in getattr(model, "model_fields", {})
    }
    found = list(typed(json.loads(file.read_text("utf-8"))))
    assert found
    for element in found:
        model = models[element["type"]].model_validate(element)
        assert set(model.model_extra or {}) <= {"$schema"}, element


# ---- what a card shows ---------------------------------------------------------------------------------------------


def test_the_answer_comes_first_and_the_verdict_follows_as_a_word() -> None:
    lines = read(shown(judged(Verdict.NOT_SUPPORTED))).split("\n")
    assert lines[0].startswith("Kommunen kan ge utrustning & transport")
    assert lines[1] == "✗ Saknar stöd i lagen"
    assert lines[2:4] == ["• Mottagarlandet får svenskt statligt bistånd.", "• Åtgärden anmäls till Sida (5 kap. 9 §)."]


def test_each_of_several_cases_has_its_own_verdict() -> None:
    told = read(shown(ANSWERS["answer-two-parts"]))
    allowed, refused = phrase(SV, "verdict.allowed"), phrase(SV, "verdict.not_supported")
    assert told.index("5 kap. 4 §") < told.index(allowed) < told.index("Pengar till det landet") < told.index(refused)


def test_sources_open_and_say_the_day_they_hold_for() -> None:
    made = shown(judged(Verdict.ALLOWED))
    assert [action["url"] for action in of(made, "Action.OpenUrl")] == ["https://example.se/lag?a=1&b=2"]
    assert read(made).endswith(
        "5 kap. 4 §, 5 kap. 9 §, 2025-09-01; Källpapper <utkast>, 2023-03-27\nSvaret gäller per 2023-03-27."
    )


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    answer = Answer(
        Outcome.ANSWER, SV, (Paragraph(Kind.LEAD, "Ja."),), sources=(Source("T", url="javascript:alert(1)"),)
    )
    assert not of(shown(answer), "Action.OpenUrl")


def test_the_summary_is_the_whole_answer() -> None:
    told = summary(judged(Verdict.NEEDS_PERMIT))
    for paragraph in judged(Verdict.NEEDS_PERMIT).paragraphs:
        assert paragraph.text in told
    assert "⚠ Kräver regeringens tillstånd" in told
    assert told.endswith("\nSvaret gäller per 2023-03-27.")


def bold(made: dict[str, Any]) -> list[str]:
    return [run["text"] for run in of(made, "TextRun") if run.get("weight") == "Bolder"]


def test_in_bold_stands_what_the_reader_needs_first() -> None:
    answer = Answer(Outcome.ANSWER, SV, (Paragraph(Kind.LEAD, "Nej, det är den inte. Den var det till 5 kap. 4 §."),))
    assert bold(shown(answer)) == ["Nej, det är den inte."]
    assert read(shown(answer)) == "Nej, det är den inte. Den var det till 5 kap. 4 §."
    assert bold(shown(ANSWERS["clarify"])) == ["Vad ska pengarna användas till?"]
    assert bold(shown(ANSWERS["chat"])) == []


def test_verdicts_and_warnings_stand_on_a_tinted_ground_in_the_colour_of_the_text() -> None:
    styles = [container["style"] for container in of(shown(judged(Verdict.NOT_SUPPORTED)), "Container")]
    assert styles == ["attention"]
    assert [container["style"] for container in of(shown(ANSWERS["answer"]), "Container")] == ["warning"]
    assert not [run for run in of(shown(ANSWERS["answer"]), "TextRun") if "color" in run]


def test_the_status_has_a_heading_and_a_label_above_each_row_and_asks_for_no_opinion() -> None:
    made = shown(ANSWERS["status"])
    assert bold(made) == ["Läget – Exempelby", "Vänorter nu", "Senaste beslutssteg"]
    assert [button["type"] for button in buttons(made)] == ["Action.ShowCard"]


def test_a_status_card_names_the_sources_of_its_rows_and_what_is_overdue_in_words() -> None:
    made = read(shown(ANSWERS["status"]))
    assert made.endswith("Källa: Tjänsteutlåtande 4 oktober 2023, svar på motion"), "the rows tell their days"
    assert "Tønder (per 2023-10-04) ⚠ granskning försenad" in made


def test_a_card_in_the_place_of_another_says_what_was_chosen() -> None:
    assert read(shown(judged(Verdict.ALLOWED), chosen="Utbildning")).startswith("Du valde: Utbildning\n")
    check_card(shown(ANSWERS["answer-very-long"], chosen=LONG))


def test_nothing_says_that_the_answer_is_generated() -> None:
    made = json.dumps(shown(ANSWERS["answer"]))
    assert not [word for word in ("entities", "AIGenerated", "msteams", "citation") if word in made]


def test_choices_are_buttons_that_carry_what_was_asked() -> None:
    chosen = buttons(shown(ANSWERS["clarify"]))[0]
    assert (chosen["type"], chosen["verb"]) == ("Action.Execute", "choice")
    carried = {"fact": "money_purpose", "value": "training_or_advice", "label": "Utbildning eller rådgivning"}
    assert chosen["data"] == {"reference": "ref-1", **carried}
    assert chosen["associatedInputs"] == "none"


def test_more_choices_than_buttons_become_a_list() -> None:
    made = shown(ANSWERS["clarify-many"])
    (listed,) = of(made, "Input.ChoiceSet")
    assert [choice["value"] for choice in listed["choices"]] == [*(f"form_{n}" for n in range(7)), "unknown"]
    send = buttons(made)[0]
    assert send["data"] == {"reference": "ref-1", "fact": "form"}
    assert "associatedInputs" not in send, "what was chosen comes along"


@pytest.mark.parametrize(("choices", "lists"), [(5, 0), (6, 1)])
def test_choices_share_six_buttons_with_the_coordinator(choices: int, lists: int) -> None:
    options = tuple(Option(f"v{n}", f"Val {n}") for n in range(choices))
    made = shown(Answer(Outcome.CLARIFY, SV, (), clarify=Clarify("fact", "", options)))
    assert len(of(made, "Input.ChoiceSet")) == lists
    check_card(made)


def test_nearest_entries_opinion_and_the_coordinator_fit_in_six_buttons() -> None:
    verbs = [button.get("verb", button["type"]) for button in buttons(shown(ANSWERS["no_answer"]))]
    assert verbs == ["choice", "choice", "choice", "feedback", "feedback", "Action.ShowCard"]


def test_long_choices_are_rows_that_wrap_and_are_pressed_as_a_whole() -> None:
    rows = [element for element in shown(ANSWERS["no_answer"])["body"] if "selectAction" in element]
    titles = [near.title for near in ANSWERS["no_answer"].suggestions]
    assert [read(row) for row in rows] == [f"› {title}" for title in titles]
    assert [row["selectAction"]["title"] for row in rows] == titles
    assert not of(shown(ANSWERS["no_answer"]), "ActionSet")


def test_the_form_to_the_coordinator_is_filled_in_with_the_question() -> None:
    made = shown(ANSWERS["no_answer"], question="Vem betalar?")
    (field,) = of(made, "Input.Text")
    assert field["value"] == "Vem betalar?"
    (send,) = (action for action in of(made, "Action.Execute") if action["verb"] == "enquiry:raise")
    assert send["data"] == {"reference": "ref-1"}
    without = card(ANSWERS["no_answer"], reference="r", ask_coordinator=False)
    assert not of(without, "Action.ShowCard")
    assert not of(shown(ANSWERS["chat"]), "Action.ShowCard")
    assert of(shown(replace(ANSWERS["chat"], refers=True)), "Action.ShowCard")


def test_a_shortened_answer_says_so() -> None:
    answer = Answer(Outcome.ANSWER, EN, tuple(Paragraph(Kind.BODY, LONG) for _ in range(6)))
    assert "… (shortened)" in read(shown(answer))
    assert summary(answer).endswith("… (shortened)")


# ---- any answer ----------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(answers, texts)
def test_any_answer_keeps_the_limits(answer: Answer, question: str) -> None:
    check_card(shown(answer, question=question), summary(answer))


@settings(max_examples=150, deadline=None)
@given(answers)
def test_every_paragraph_is_whole_or_the_answer_says_that_it_is_shortened(answer: Answer) -> None:
    told = bare(read(shown(answer)))
    lost = [p for p in answer.paragraphs if bare(p.text) not in told]
    if lost:
        assert bare(phrase(answer.language, "card.shortened")) in told
    size = sum(len(json.dumps(p.text)) + 200 * (1 + p.text.count("\n")) for p in answer.paragraphs)
    if size < 4_000:
        assert not lost


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
def test_any_enquiry_keeps_the_limits(question: str, context: str, reply: str) -> None:
    for state in State:
        asked = enquiry(state, answer=reply, question=question, context=context)
        made = enquiry_card(asked, EN, asker=question, handler=context)
        check_card(made, enquiry_summary(asked, EN, asker=question, handler=context))


def test_all_that_the_knowledge_can_answer_is_shown_whole(base: KnowledgeBase, today: Any) -> None:
    for key in base.knowledge.items:
        for language in Language:
            answer = entry_answer(key, 1.0, language, base, today)
            check_card(made := shown(answer), told := summary(answer))
            seen = bare(read(made))
            assert not [p.text for p in answer.paragraphs if bare(p.text) not in seen], key
            assert phrase(language, "card.shortened") not in told, key


# ---- enquiries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_an_enquiry_offers_only_steps_that_are_legal(state: State) -> None:
    to = {
        "enquiry:take": State.TAKEN,
        "enquiry:answer": State.ANSWERED,
        "enquiry:hand_back": State.OPEN,
        "enquiry:close": State.CLOSED,
    }
    offered = [to[action["verb"]] for action in of(enquiry_card(enquiry(state), SV), "Action.Execute")]
    assert set(offered) == set(LEGAL[state])


def test_the_text_of_an_enquiry_tells_all_that_its_card_tells_as_far_as_fits() -> None:
    asked = enquiry(State.ANSWERED, question="Vem betalar?", context="Är Nuuk vänort?", answer="Ingen.")
    told = enquiry_summary(asked, SV, asker="Bo", handler="Åsa")
    assert told.split("\n\n")[1:4] == ["Vem betalar?", "Svar: Ingen.", "Tidigare i tråden: Är Nuuk vänort?"]
    assert re.fullmatch(r"Ställd \d{4}-\d\d-\d\d \d\d:\d\d av Bo · Tagen av Åsa", told.split("\n\n")[4])
    asked = replace(asked, answer="Ett ord till. " * 900)
    long = enquiry_summary(asked, SV, asker="Bo", handler="Åsa")
    check_card(enquiry_card(replace(asked, question="å" * 3_000, context="å\n" * 1_500), SV, asker="Bo"), long)
    assert long.endswith("av Bo · Tagen av Åsa")
    assert "… (förkortat)\n\n" in long
    assert 3_900 < weight(long) <= 4_000


def test_the_text_of_a_notice_is_as_long_as_that_of_an_answer_and_says_where_it_is_shortened() -> None:
    long = notice_summary(SV, "Svar på din fråga nummer 1:", "Ett ord till. " * 900)
    assert long.endswith("… (förkortat)")
    assert 3_900 < weight(long) <= 4_000
    assert notice_card(SV, "Svar:", "Ett ord till. " * 900)["fallbackText"].endswith("… (förkortat)")


@pytest.mark.parametrize("language", Language)
def test_forms_say_where_the_answer_goes_and_what_not_to_write(language: Language) -> None:
    for made in (shown(replace(ANSWERS["answer"], language=language)), enquiry_card(enquiry(), language)):
        (form,) = of(made, "Action.ShowCard")
        hint = "känsliga personuppgifter" if language is SV else "sensitive personal data"
        assert hint in read(form["card"])


def test_a_question_written_by_a_person_is_shown_as_it_is() -> None:
    assert NASTY[2] in read(enquiry_card(enquiry(question=NASTY[2]), SV))


def test_two_choices_of_one_value_and_a_choice_without_words_do_no_harm() -> None:
    options = (Option("a", "A"), Option("a", "A igen"), Option("b", " "))
    answer = Answer(Outcome.CLARIFY, SV, (), clarify=Clarify("fact", "", options))
    check_card(shown(answer))
