"""Whatever is sent to /api/messages: 4xx or an empty 200, never 500."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from teams_peer import Open, Teams, activity, message

URL = "http://127.0.0.1:9"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def teams(open_teams: Open) -> Teams:
    return open_teams()


NO_ACTIVITIES: Any = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"7",
    b'"x"',
    b"[" * 100_000,
    b"\xff\xfe",
    b"{}",
    b'{"type": 5}',
    b'{"type": null}',
]


def test_what_is_no_activity_is_refused(teams: Teams) -> None:
    for body in NO_ACTIVITIES:
        response = teams.send(body)
        assert (response.status_code, response.json()) == (400, {"error": "activity"})


def test_what_is_too_large_is_refused(teams: Teams) -> None:
    assert teams.send(message("a" * 300_000, URL)).status_code == 413


LACKING: Any = [
    {"id": None},
    {"conversation": None},
    {"conversation": {}},
    {"recipient": {}},
    {"text": 7},
    {"from": "me"},
    {"entities": {}},
    {"conversation": {"id": "../../x"}},
    {"conversation": {"id": "x?y=1"}},
    {"conversation": {"id": "x%2f"}},
    {"id": "a/b"},
]


def test_a_message_that_lacks_what_it_takes_is_refused(teams: Teams) -> None:
    for changes in LACKING:
        assert teams.send(message("Hej", URL, **changes)).status_code == 400


UNKNOWN: Any = ["typing", "endOfConversation", "messageReaction", "event", "whatever", "", "trace"]


def test_a_kind_that_is_not_known_gets_an_empty_200(teams: Teams) -> None:
    for kind in UNKNOWN:
        response = teams.send(activity(kind, URL))
        assert (response.status_code, response.content) == (200, b"")
        assert teams.peer.depth() == {}


SUBMITS = (
    None,
    {},
    {"actionName": "feedback"},
    {"actionName": "feedback", "actionValue": None},
    {"actionName": "feedback", "actionValue": {}},
    {"actionName": "feedback", "actionValue": {"reaction": "like"}},
    {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": ""}},
    {"actionName": "feedback", "actionValue": {"reaction": "dislike", "feedback": "text"}},
    {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": '{"feedbackText": ""}'}},
    {"actionName": "feedback", "actionValue": "x"},
)


def test_feedback_with_nothing_in_it_gets_an_empty_object(teams: Teams) -> None:
    for value in SUBMITS:
        for reply in ({}, {"replyToId": "m1"}):
            response = teams.send(activity("invoke", URL, name="message/submitAction", value=value, **reply))
            assert (response.status_code, response.json()) == (200, {})


NOT_OFFERED: Any = [
    None,
    7,
    {},
    {"action": {}},
    {"action": {"verb": "nothing"}},
    {"action": {"verb": "choice"}},
    {"action": {"verb": "choice", "data": []}},
    {"action": {"verb": "choice", "data": {"reference": "r", "fact": "f"}}},
    {"action": {"verb": "feedback", "data": {"reference": "r", "vote": "sideways"}}},
    {"action": {"verb": "enquiry:take", "data": {"enquiry": "x"}}},
    {"action": {"verb": "enquiry:take", "data": {"enquiry": -1}}},
    {"action": {"verb": "enquiry:take", "data": {"enquiry": 10**30}}},
    {"action": {"verb": "share", "data": {"reference": "r"}}},
]


@pytest.mark.parametrize(("locale", "told"), [("sv-SE", "Det gick inte att ta emot."), ("en-GB", "That could not")])
def test_a_press_that_no_card_offers_or_chooses_nothing_is_told_so(teams: Teams, locale: str, told: str) -> None:
    for value in NOT_OFFERED:
        response = teams.send(activity("invoke", URL, name="adaptiveCard/action", value=value, locale=locale))
        assert response.json()["statusCode"] == response.status_code == 200
        assert response.json()["value"].startswith(told)
        assert teams.peer.depth() == {}


def test_any_json_in_any_place_is_no_server_error(teams: Teams) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(["message", "invoke", "messageUpdate", "messageDelete", "installationUpdate"]), st.data())
    def check(kind: str, data: Any) -> None:
        made = activity(kind, URL, name="adaptiveCard/action", text="x", value=None, action="add")
        made[data.draw(st.sampled_from(sorted(made)))] = data.draw(JSON)
        try:
            response = teams.send(made)
        except ValueError:  # no JSON: NaN, or half a character
            return
        assert response.status_code in (200, 400, 401, 403, 413), made

    check()
