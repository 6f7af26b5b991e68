"""Answers in Slack: golden renderings, Slack's limits for any answer, nobody called by a text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.answer import Answer, Kind, Outcome, Paragraph, Source, Verdict
from bot.compose import entry_answer
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language
from bot.render.slack import (
    Person,
    SlackMessage,
    Tasks,
    enquiry_card,
    escape,
    home,
    modal_answer,
    modal_enquiry,
    modal_reason,
    notice,
    render,
)
from bot.render.slack import elements as limits
from bot.store.enquiry import LEGAL, Enquiry, State
from render.conftest import FOLDER
from render.samples import ANSWERS, CARD, DIGEST, EN, ENQUIRIES, LONG, SV, enquiry, judged
from render.strategies import NASTY, answers, bare, lists, texts

CALLS = re.compile(r"<[!@#]|@(?:here|channel|everyone|group)", re.IGNORECASE)


def shown(answer: Answer, **wishes: Any) -> SlackMessage:
    return render(answer, **({"reference": "ref-1", "question": "Vem väckte den?", "ask_coordinator": True} | wishes))


def strings(node: Any, wanted: str = "text") -> Iterator[str]:
    """Every text in blocks."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == wanted and isinstance(value, str):
                yield value
            else:
                yield from strings(value, wanted)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value, wanted)


def read(blocks: list[dict[str, Any]]) -> str:
    """What a person sees of sections and context."""
    held = [part for block in blocks if block["type"] in ("section", "context") for part in text_objects(block)]
    return "\n".join(html.unescape(part["text"]) if part["type"] == "mrkdwn" else part["text"] for part in held)


def text_objects(node: Any) -> Iterator[dict[str, Any]]:
    """The text objects of blocks."""
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node
        for value in node.values():
            yield from text_objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from text_objects(value)


def check_blocks(blocks: list[dict[str, Any]], most: int = 50) -> None:
    """The SDK's models take the blocks and give them back unchanged; the limits that they do not know hold too."""
    assert len(blocks) <= most
    for block in blocks:
        model = Block.parse(block)
        assert model is not None
        assert type(model).type == block["type"]
        assert model.to_dict() == block
        assert all(text.strip() for text in strings(block)), "Slack refuses an empty text"
        actions = list(strings(block, "action_id"))
        assert len(actions) == len(set(actions)), "action ids are unique in a block"
        assert all(len(action) <= 255 for action in actions)
        elements = block.get("elements", [])
        assert len(elements) <= {"context": 10, "actions": 25, "context_actions": 5}.get(block["type"], 0)
        for text in strings(block):
            most_text = {"header": 150, "actions": 75, "context_actions": 75}.get(block["type"], 3_000)
            assert len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most_text
    for value in strings(blocks, "value"):
        assert len(value) <= 2_000
        assert isinstance(json.loads(value), dict)


def check_message(message: SlackMessage) -> None:
    check_blocks(message.blocks)
    assert message.text.strip()
    assert len(message.text.encode("utf-16-le", "surrogatepass")) // 2 <= 3_900
    assert sum(len(text) for text in strings(message.blocks)) <= 13_200


def check_nobody_called(message: SlackMessage) -> None:
    for text in [message.text, *strings(message.blocks)]:
        seen = re.sub(r"<https?://[^<>|]*\|", "", text)
        assert not CALLS.search(seen), seen


@pytest.mark.parametrize("marks", ["*viktigt*", "_viktigt_", "~viktigt~", "`viktigt`"])
def test_marks_in_an_entry_are_shown_as_they_stand(marks: str) -> None:
    told = f"Det är {marks} att mötet är 5 < 6 @here."
    answer = replace(ANSWERS["answer"], paragraphs=(Paragraph(Kind.LEAD, told), Paragraph(Kind.WARNING, told)))
    held = [part for part in text_objects(shown(answer).blocks) if marks in part["text"]]
    assert [part["type"] for part in held] == ["plain_text", "plain_text"]
    assert all(marks in part["text"] and "5 < 6" in part["text"] for part in held)
    check_message(shown(answer))
    check_nobody_called(shown(answer))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_looks_as_it_did(name: str, golden: Callable[[str, str, Any], None]) -> None:
    message = shown(ANSWERS[name])
    check_message(message)
    check_nobody_called(message)
    golden("slack", name, {"text": message.text, "blocks": message.blocks})


@pytest.mark.parametrize("name", ENQUIRIES)
def test_an_enquiry_looks_as_it_did(name: str, golden: Callable[[str, str, Any], None]) -> None:
    asker, handler = Person(user="U0123ABCD"), Person(name="Åsa <samordnare>") if name != "enquiry-open" else None
    message = enquiry_card(
        ENQUIRIES[name], SV, asker=asker, handler=handler, link="https://example.slack.com/a?b=1&c=2"
    )
    check_message(message)
    golden("slack", name, {"text": message.text, "blocks": message.blocks})


VIEWS: dict[str, Callable[[Language], dict[str, Any]]] = {
    "home": lambda language: home(CARD, language),
    "home-coordinator": lambda language: home(
        CARD,
        language,
        own=[ENQUIRIES["enquiry-open"]],
        tasks=Tasks(
            waiting=[ENQUIRIES["enquiry-taken"]],
            unanswered=[f"Vad kostar resan nummer {n}?" for n in range(12)],
            due=[("Nuuk är inte vänort", date(2024, 10, 4))],
        ),
    ),
    "modal-reason": lambda language: modal_reason(language, reference="ref-1"),
    "modal-enquiry": lambda language: modal_enquiry(language, reference="ref-1", question="Vem betalar resan?"),
    "modal-answer": lambda language: modal_answer(language, ENQUIRIES["enquiry-taken"]),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", VIEWS)
def test_a_form_or_tab_looks_as_it_did(name: str, language: Language, golden: Callable[[str, str, Any], None]) -> None:
    view = VIEWS[name](language)
    check_blocks(view["blocks"], most=100)
    assert View(**view).to_dict() == view
    if language is SV:
        golden("slack", name, view)


def test_a_digest_looks_as_it_did(golden: Callable[[str, str, Any], None]) -> None:
    message = notice(SV, DIGEST[0], "", DIGEST[1])
    check_message(message)
    golden("slack", "digest", {"text": message.text, "blocks": message.blocks})


@given(lists)
def test_any_lists_under_a_notice_keep_slacks_limits(found: list[tuple[str, list[str]]]) -> None:
    message = notice(SV, "Veckan", "", found)
    check_message(message)
    assert not CALLS.search("\n".join(strings(message.blocks)))


def test_every_golden_file_is_compared() -> None:
    wanted = {*ANSWERS, *ENQUIRIES, *VIEWS, "digest"}
    assert {file.stem for file in (FOLDER / "slack").glob("*.json")} == wanted


# ---- what an answer shows ------------------------------------------------------------------------------------------


def test_the_first_block_is_the_answer_and_the_verdict_follows_as_a_word() -> None:
    message = shown(judged(Verdict.NOT_SUPPORTED))
    first, second = (block["text"]["text"] for block in message.blocks[:2])
    assert first == "Kommunen kan ge utrustning &amp; transport som bistånd (5 kap. 4 § befogenhetslagen)."
    assert second == "*✗ Saknar stöd i lagen*"
    assert message.text.startswith(first)


def test_each_of_several_cases_has_its_own_verdict() -> None:
    told = read(shown(ANSWERS["answer-two-parts"]).blocks)
    allowed, refused = phrase(SV, "verdict.allowed"), phrase(SV, "verdict.not_supported")
    assert told.index("5 kap. 4 §") < told.index(allowed) < told.index("Pengar till det landet") < told.index(refused)
    assert told.count("✓") + told.count("✗") == 2


def test_the_verdict_of_the_whole_stands_where_cases_cannot_be_told_apart() -> None:
    paragraphs = (Paragraph(Kind.LEAD, "Ett svar."),)
    answer = Answer(
        Outcome.ANSWER, SV, paragraphs, verdict=Verdict.NEEDS_PERMIT, cases=ANSWERS["answer-two-parts"].cases
    )
    assert phrase(SV, "verdict.needs_permit") in read(shown(answer).blocks)


def test_sources_are_named_with_reference_date_link_and_the_day_they_hold_for() -> None:
    told = next(b for b in reversed(shown(judged(Verdict.ALLOWED)).blocks) if b["type"] == "context")
    text = told["elements"][0]["text"]
    assert text.startswith("Källa: <https://example.se/lag?a=1&amp;b=2|Lag (2009:47) om vissa kommunala befogenheter>")
    assert "5 kap. 4 §, 5 kap. 9 §, 2025-09-01" in text
    assert text.endswith("Källpapper &lt;utkast&gt;, 2023-03-27\nSvaret gäller per 2023-03-27.")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a.se/|<!channel>", "https://a.se/" + "å" * 3_000])
def test_an_address_cannot_break_out_of_its_link(url: str) -> None:
    answer = Answer(Outcome.ANSWER, SV, (Paragraph(Kind.LEAD, "Ja."),), sources=(Source("Titel", url=url),))
    message = shown(answer)
    check_message(message)
    check_nobody_called(message)
    links = re.findall(r"<[^>]*>", json.dumps(message.blocks))
    assert links in ([], ["<https://a.se/%7C%3C!channel%3E|Titel>"])


def test_a_stale_answer_warns_once_and_always() -> None:
    stale = phrase(SV, "card.stale")
    assert stale not in read(shown(ANSWERS["answer"]).blocks), "its own warning says it"
    assert stale in read(shown(ANSWERS["clarify"]).blocks)
    assert stale in shown(ANSWERS["clarify"]).text
    assert "kan vara inaktuell" in read(shown(ANSWERS["answer-very-long"]).blocks), "kept where the rest is shortened"


def test_a_warning_has_one_sign() -> None:
    small = [b["elements"][0]["text"] for b in shown(ANSWERS["status"]).blocks if b["type"] == "context"]
    assert [text for text in small if "⚠" in text] == [ANSWERS["status"].paragraphs[-1].text]


def test_a_status_card_names_the_sources_of_its_rows() -> None:
    for told in (read(shown(ANSWERS["status"]).blocks), shown(ANSWERS["status"]).text, read(home(CARD, SV)["blocks"])):
        assert told.endswith("Källa: Tjänsteutlåtande 4 oktober 2023, svar på motion"), "the rows tell their days"


def test_a_row_whose_review_is_overdue_says_so_in_words() -> None:
    assert "Tønder (per 2023-10-04) ⚠ granskning försenad" in read(home(CARD, SV)["blocks"])
    assert "(as of 2023-10-04) ⚠ review overdue" in read(home(CARD, EN)["blocks"])


def test_choices_carry_what_was_asked_and_the_chosen_value() -> None:
    buttons = [e for b in shown(ANSWERS["clarify"]).blocks if b["type"] == "actions" for e in b["elements"]]
    assert buttons[0]["action_id"] == "choice:money_purpose:training_or_advice"
    carried = {"reference": "ref-1", "fact": "money_purpose", "value": "training_or_advice"}
    assert json.loads(buttons[0]["value"]) == carried
    assert [b["action_id"] for b in buttons][-1] == "enquiry:ask"


def test_a_choice_too_long_for_a_button_is_written_out_with_its_number() -> None:
    message = shown(ANSWERS["clarify-many"])
    assert "8. Vet inte om det är så" in read(message.blocks)
    labels = [e["text"]["text"] for b in message.blocks if b["type"] == "actions" for e in b["elements"]]
    assert labels[0] == "1. Slag 0"
    assert labels[7].startswith("8. Vet inte om det")
    assert labels[7].endswith("…")


@pytest.mark.parametrize(
    ("name", "wishes", "wanted"),
    [
        ("answer", {}, {"enquiry:ask", "feedback"}),
        ("answer", {"feedback": False}, {"enquiry:ask"}),
        ("answer", {"ask_coordinator": False, "share": {"text": "?"}}, {"feedback", "share"}),
        ("answer", {"ask_coordinator": False, "share": {"text": "å" * 2_000}}, {"feedback"}),
        ("chat", {"share": {"text": "?"}}, {"share"}),
        ("chat", {}, set()),
    ],
)
def test_only_what_makes_sense_can_be_pressed(name: str, wishes: dict[str, Any], wanted: set[str]) -> None:
    message = shown(ANSWERS[name], **wishes)
    assert set(strings(message.blocks, "action_id")) == wanted


def test_small_talk_that_sends_to_the_coordinator_offers_to_ask() -> None:
    message = shown(replace(ANSWERS["chat"], refers=True))
    assert set(strings(message.blocks, "action_id")) == {"enquiry:ask"}


def test_thumbs_are_named_for_screen_readers() -> None:
    labels = list(strings(shown(ANSWERS["answer"]).blocks, "accessibility_label"))
    assert labels == ["Svaret hjälpte mig", "Svaret hjälpte mig inte"]


def test_a_long_answer_is_split_between_sentences() -> None:
    message = shown(Answer(Outcome.ANSWER, SV, (Paragraph(Kind.LEAD, LONG),)), feedback=False)
    parts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert len(parts) > 1
    assert all(re.search(r"lagen\.$", part) for part in parts)
    assert phrase(SV, "card.shortened") not in read(message.blocks)


def test_a_shortened_answer_says_so() -> None:
    message = shown(ANSWERS["answer-very-long"])
    assert "… (förkortat)" in json.dumps(message.blocks, ensure_ascii=False)
    assert "… (förkortat)" in message.text
    for told in (read(message.blocks), message.text):
        assert re.search(r"; … och \d+ till\nSvaret gäller per 2025-01-01\.$", told)
    assert "kan vara inaktuell" in message.text


# ---- any answer ----------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(answers)
def test_any_answer_keeps_the_limits_and_calls_nobody(answer: Answer) -> None:
    message = shown(answer, share={"text": "?"})
    if message.blocks:
        check_message(message)
    check_nobody_called(message)


@settings(max_examples=150, deadline=None)
@given(answers)
def test_every_paragraph_is_whole_or_the_answer_says_that_it_is_shortened(answer: Answer) -> None:
    message = shown(answer)
    told = bare(read(message.blocks))
    mark = phrase(answer.language, "card.shortened")
    lost = [
        p
        for p in answer.paragraphs
        if bare(escape(p.text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) not in told
    ]
    if lost:
        assert bare(mark) in told
    if sum(len(escape(p.text)) for p in answer.paragraphs) < 3_000 and len(answer.paragraphs) < 20:
        assert not lost


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
def test_any_enquiry_keeps_the_limits(question: str, context: str, reply: str) -> None:
    asked = enquiry(State.ANSWERED, answer=reply, question=question, context=context)
    message = enquiry_card(asked, EN, asker=Person(name=question), handler=Person(name=context))
    check_message(message)
    check_nobody_called(message)
    for view in (modal_answer(EN, asked), modal_enquiry(SV, reference="r", question=question)):
        check_blocks(view["blocks"], most=100)
        View(**view).to_dict()
    tasks = Tasks(waiting=[asked] * 12, unanswered=[question, context] * 9, due=[(reply, date(2026, 1, 1))] * 11)
    view = home(CARD, SV, own=[asked] * 11, tasks=tasks)
    check_blocks(view["blocks"], most=100)


def test_all_that_the_knowledge_can_answer_is_shown_whole(base: KnowledgeBase, today: date) -> None:
    for key in base.knowledge.items:
        for language in Language:
            answer = entry_answer(key, 1.0, language, base, today)
            message = shown(answer)
            check_message(message)
            told = bare(read(message.blocks))
            assert not [p.text for p in answer.paragraphs if bare(p.text) not in told], key
            assert phrase(language, "card.shortened") not in message.text, key


# ---- enquiries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_an_enquiry_offers_only_steps_that_are_legal(state: State) -> None:
    to = {
        "enquiry:take": State.TAKEN,
        "enquiry:answer": State.ANSWERED,
        "enquiry:hand_back": State.OPEN,
        "enquiry:close": State.CLOSED,
    }
    offered = [to[action] for action in strings(enquiry_card(enquiry(state), SV).blocks, "action_id")]
    assert set(offered) == set(LEGAL[state])


@pytest.mark.parametrize("user", ["!channel", "U1|x> <!here", "u0123"])
def test_a_person_is_called_only_by_a_user_id(user: str) -> None:
    assert not CALLS.search(Person(name="Åsa", user=user).shown())
    assert Person(user="U0123ABCD").shown() == "<@U0123ABCD>"


def test_the_text_of_an_enquiry_tells_all_that_its_card_tells_as_far_as_fits() -> None:
    asked = enquiry(State.ANSWERED, question="Vem <betalar>?", context="Är Nuuk vänort?", answer="Ingen.")
    people = {"asker": Person(user="U1"), "handler": Person(name="Åsa")}
    told = enquiry_card(asked, SV, **people).text.split("\n\n")
    assert told[1:4] == ["Vem &lt;betalar&gt;?", "Svar: Ingen.", "Tidigare i tråden: Är Nuuk vänort?"]
    assert re.fullmatch(r"Ställd \d{4}-\d\d-\d\d \d\d:\d\d av <@U1> · Tagen av Åsa", told[4])
    long = enquiry_card(replace(asked, answer="Ett & ord till. " * 900), SV, **people)
    check_message(long)
    assert len(long.text) > 3_800
    assert "… (förkortat)\n\nStälld" in long.text


@pytest.mark.parametrize("alone", [True, False])
def test_the_form_says_where_the_answer_goes(alone: bool) -> None:
    view = modal_enquiry(SV, reference="r", question="?", alone=alone)
    hint = view["blocks"][0]["hint"]["text"]
    assert ("direktmeddelande" in hint, "där du ställde frågan" in hint) == (alone, not alone)
    assert hint.endswith("Skriv inga känsliga personuppgifter.")


def test_a_question_written_by_a_person_is_shown_without_markup() -> None:
    asked: Enquiry = enquiry(question=NASTY[2])
    sections = [b["text"] for b in enquiry_card(asked, SV).blocks if b["type"] == "section"]
    assert {"type": "plain_text", "text": NASTY[2], "emoji": False} in sections


def test_the_limits_are_those_of_the_platform() -> None:
    assert (limits.MESSAGE_BLOCKS, limits.SECTION, limits.HEADER) == (50, 3_000, 150)
    assert (limits.BUTTON, limits.VALUE) == (75, 2_000)
