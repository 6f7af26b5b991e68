"""Notices, lists of enquiries and answers that somebody shows: within Slack's limits, calling nobody."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given

from bot.answer import Kind, Paragraph
from bot.render.slack import Person, Tasks, home, notice, open_enquiries, render, shared
from bot.store.enquiry import State
from render.samples import ANSWERS, CARD, EN, SV, enquiry
from render.strategies import NASTY, texts
from render.test_slack import CALLS, check_blocks, read, strings, text_objects


def test_all_that_wait_are_counted() -> None:
    """A long list is not read whole out of the store."""
    told = open_enquiries([enquiry(State.OPEN)] * 12, EN, 130)
    tab = home(CARD, EN, tasks=Tasks(waiting=[enquiry(State.OPEN)] * 12, waiting_count=130))
    for blocks in (told.blocks, tab["blocks"]):
        assert "120 more" in json.dumps(blocks)


def test_a_notice_tells_the_phrase_first_and_the_persons_words_as_they_stand() -> None:
    message = notice(SV, "Svar på din fråga nummer 3:", "*Den 12 juni*, § 7 <!channel>")
    assert message.text.startswith("Svar på din fråga nummer 3:")
    assert not CALLS.search(message.text)
    quote = message.blocks[1]["text"]
    assert quote["type"] == "plain_text"
    assert quote["text"].startswith("*Den 12 juni*, § 7")
    check_blocks(message.blocks)


@given(texts)
def test_any_words_keep_slacks_limits(words: str) -> None:
    message = notice(SV, "Svar:", words)
    check_blocks(message.blocks)
    assert len(message.text) <= 4_000


def test_open_enquiries_are_a_list_and_none_is_said() -> None:
    many = [replace(enquiry(State.OPEN), id=n, question=" ".join(NASTY)) for n in range(1, 41)]
    message = open_enquiries(many, SV)
    check_blocks(message.blocks)
    assert "Fråga 1: öppen" in read(message.blocks)
    assert "och 30 till" in read(message.blocks)
    assert not any(CALLS.search(text) for text in strings(message.blocks))
    assert open_enquiries([], SV).text == "Inga frågor väntar på svar."


def test_a_shown_answer_begins_with_the_answer_and_ends_with_who_asked() -> None:
    answer = next(iter(ANSWERS.values()))
    shown = render(answer, reference="r", ask_coordinator=True, question="Är det så?")
    message = shared(shown, SV, Person(user="U1"), "Är det så? <!here>")
    assert message.blocks[0] == shown.blocks[0]
    name, question = message.blocks[-1]["elements"]
    assert name["text"] == "<@U1> frågade:"
    assert question["text"].startswith("Är det så?")
    assert "<!here>" not in message.text
    check_blocks(message.blocks)


def test_marks_in_what_people_write_format_nothing() -> None:
    """In a list, in who asked, in the part of an answer that repeats a part of the question."""
    marks = "*fet* _kursiv_ ~struken~ `kod` :fire:"
    asked = replace(enquiry(State.OPEN), question=marks)
    answer = next(iter(ANSWERS.values()))
    quoting = replace(answer, paragraphs=(*answer.paragraphs, Paragraph(Kind.UNANSWERED, f"Inte besvarat: ”{marks}”.")))
    shown = render(quoting, reference="r", ask_coordinator=True, question=marks)
    for blocks in (
        home(CARD, SV, own=[asked], tasks=Tasks(waiting=[asked], unanswered=[marks]))["blocks"],
        open_enquiries([asked], SV).blocks,
        shared(shown, SV, Person(user="U1"), marks).blocks,
        notice(SV, "Veckan", "", [("Frågor", [marks])]).blocks,
    ):
        check_blocks(blocks, most=100)
        held = [text for text in text_objects(blocks) if "kursiv" in text["text"]]
        assert held
        assert all((text["type"], text["emoji"]) == ("plain_text", False) for text in held)


def test_buttons_carry_as_much_of_the_question_as_fits() -> None:
    answer = next(iter(ANSWERS.values()))
    for question in ("kort?", 'citat " ' * 900, "å" * 5_000, "rad\n" * 3_000, " ".join(NASTY)):
        share = {"text": question}
        message = render(answer, reference="r", ask_coordinator=True, share=share, question=question)
        check_blocks(message.blocks)
        values = list(strings(message.blocks, "value"))
        assert all(len(value) <= 2_000 for value in values)
        assert all(len(value) > 900 for value in values if len(question) > 2_500 and "question" in value)
