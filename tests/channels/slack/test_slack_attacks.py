"""What somebody sends who is not Slack, and what is signed and yet not to be trusted: 4xx, nothing leaves."""

from __future__ import annotations

import json
import ssl
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
from slack_edge import Edge
from slack_peer import Emulator, Interactions, signed, wait_for

from bot.channels.slack.workspaces import Workspaces, is_slacks
from bot.store import State
from bot.tenants import Tenant, Tenants

QUESTION = "Är Nuuk inte vänort längre?"
JSON_TYPE = "application/json"
API = "https://slack.com/api/"
FORM = "application/x-www-form-urlencoded"

BODIES: list[tuple[str, bytes]] = [
    (JSON_TYPE, b""),
    (JSON_TYPE, b"[]"),
    (JSON_TYPE, b"7"),
    (JSON_TYPE, b'"x"'),
    (JSON_TYPE, b"null"),
    (JSON_TYPE, b"{"),
    (JSON_TYPE, b"[" * 100_000),
    (JSON_TYPE, b'{"a":' * 40_000),
    (JSON_TYPE, b'{"event": 7, "team_id": []}'),
    (JSON_TYPE, b'{"authorizations": [7]}'),
    (JSON_TYPE, b'{"authorizations": {"a": 1}}'),
    (JSON_TYPE, b'{"enterprise": 7, "team": "T"}'),
    (JSON_TYPE, b'{"type": "event_callback", "team_id": {"a": 1}, "event": {"type": "app_mention"}}'),
    (JSON_TYPE, b"\xff\xfe"),
    (FORM, b"payload=%5B%5D"),
    (FORM, b"payload=7"),
    (FORM, b"payload=null"),
    (FORM, b"payload=" + b"%5B" * 50_000),
    (FORM, b"payload=%7B"),
    (FORM, b"command=/vanort"),
    (FORM, b"&" * 200_000),
    ("multipart/form-data", b"--x"),
]


def post(bot: Any, body: bytes, headers: dict[str, Any], kind: str = JSON_TYPE) -> httpx2.Response:
    told = {"Content-Type": kind, **headers}
    return httpx2.post(f"{bot.url}/slack/events", content=body, headers=told, trust_env=False, timeout=30)


def mention(slack: Emulator, **changes: Any) -> dict[str, Any]:
    told = {"type": "app_mention", "user": slack.users["anna"], "text": QUESTION, "ts": f"{time.time():.6f}"}
    event = told | {"channel": slack.channels["fragor"]}
    return {"type": "event_callback", "team_id": slack.team, "event_id": "Ev1", "event": event} | changes


def is_calm(bot: Any) -> bool:
    """Tell whether the server met nothing that it did not expect."""
    return not [line for line in bot.lines if line.get("level") == "error" or "exception" in line]


def test_nothing_that_is_not_signed_is_read(serve: Any, slack: Emulator) -> None:
    bot = serve()
    for kind, body in BODIES:
        response = post(bot, body, {}, kind)
        assert response.status_code == 401, body[:40]
        assert len(response.content) < 100
    assert is_calm(bot)


SIGNATURES: list[dict[str, Any]] = [
    {},
    {"X-Slack-Signature": None},
    {"X-Slack-Request-Timestamp": None},
    {"X-Slack-Signature": ""},
    {"X-Slack-Signature": "v0="},
    {"X-Slack-Signature": b"v0=\xe5\xe4\xf6"},
    {"X-Slack-Signature": "v0=" + "0" * 64},
    {"X-Slack-Request-Timestamp": ""},
    {"X-Slack-Request-Timestamp": "now"},
    {"X-Slack-Request-Timestamp": "-1"},
    {"X-Slack-Request-Timestamp": "1e9"},
    {"X-Slack-Request-Timestamp": "9" * 5_000},
    {"X-Slack-Request-Timestamp": b"\xb2"},
    {"X-Slack-Request-Timestamp": str(int(time.time()) + 3600)},
    {"X-Slack-Request-Timestamp": str(int(time.time()) - 3600)},
]


def test_a_signature_of_any_other_form_is_refused(serve: Any, slack: Emulator) -> None:
    bot, body = serve(), json.dumps(mention(slack)).encode()
    for changes in SIGNATURES:
        right = signed(body) if changes else {}
        headers = {name: value for name, value in (right | changes).items() if value is not None}
        assert post(bot, body, headers).status_code == 401, changes
    changed = body.replace(b"Nuuk", b"Vasa")
    assert post(bot, changed, signed(body)).status_code == 401
    assert post(bot, body, signed(body, secret="")).status_code == 401
    assert post(bot, b"ssl_check=1&command=%2Fvanort", {}, FORM).status_code == 401
    lazy = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "show"}
    assert post(bot, body, lazy).status_code == 401
    assert is_calm(bot)
    assert QUESTION not in bot.log.getvalue()


def test_what_is_signed_and_cannot_be_read_is_refused(serve: Any, slack: Emulator) -> None:
    bot = serve()
    for kind, body in BODIES:
        assert post(bot, body, signed(body), kind).status_code in (400, 403, 404), body[:40]
    assert is_calm(bot)


def test_a_body_of_no_workspace_or_another_one_is_refused(serve: Any, slack: Emulator) -> None:
    ours = Tenants((Tenant("ours", Path("knowledge")),), {("slack", slack.team): "ours"})
    bot = serve(tenants=ours)
    for team in (None, "T-OTHER", "", 7, [slack.team]):
        assert bot.send(mention(slack, team_id=team)).status_code == 403, team
    assert bot.server.source.get().inbox.depth(datetime.now(UTC)).get("slack") is None


ELSEWHERE = [
    "http://169.254.169.254/latest/meta-data",
    "https://evil.example/",
    "https://slack.com.evil.example/",
    "https://127.0.0.1.evil.example/",
    "http://127.0.0.1@evil.example/",
    "http://evil.example\\.127.0.0.1/",
    "http://evil.example#.127.0.0.1/",
    "http://localhost/",
    "https://127.0.0.1/",
    "file:///etc/passwd",
    "http://[::1",
    "//127.0.0.1/",
    "",
]


def test_an_answer_is_sent_to_slacks_hosts_only(serve: Any, slack: Emulator, edge: Edge, people: Interactions) -> None:
    bot = serve(edge.url)
    for url in ELSEWHERE:
        elsewhere = Interactions(slack, url)
        assert bot.send(elsewhere.command("anna", QUESTION)).status_code == 403, url
        shortcut = elsewhere.shortcut("anna", {"text": QUESTION, "ts": "1.1", "user": slack.users["anna"]})
        assert bot.send(shortcut).status_code == 403, url
    bot.send(people.command("anna", QUESTION))
    edge.answered()
    bot.wait_for_log("answered")
    assert bot.wait_for_log("answered")["attempt"] == 1
    assert [line for line in bot.lines if line["event"] == "failed"] == []


def test_a_replayed_body_is_answered_once(serve: Any, slack: Emulator, edge: Edge, people: Interactions) -> None:
    bot, command = serve(edge.url), people.command("anna", QUESTION)
    for _ in range(3):
        assert bot.send(command).status_code == 200
    bot.send(people.command("anna", "status"))
    assert len(edge.answered(2)) == 2


def test_pages_of_errors_and_numbers_tell_nothing(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot = serve(edge.url)
    bot.send(people.command("anna", QUESTION))
    edge.answered()
    bot.wait_for_log("answered")
    secret = [QUESTION, "Nuuk inte", *slack.users.values(), *slack.channels.values(), slack.team, "xoxb"]
    for path in (
        "/metrics",
        "/readyz",
        "/healthz",
        "/",
        "/slack/events",
        "/<script>",
        "/slack/oauth_redirect?error=<b>",
    ):
        page = httpx2.get(bot.url + path, trust_env=False)
        assert page.status_code in (200, 404, 405), path
        assert not [told for told in [*secret, "<script", "<b>", "Traceback"] if told in page.text], path


def test_commands_are_answered_through_the_proxy_and_within_the_time_of_a_call() -> None:
    workspaces = Workspaces("xoxb", lambda _: None, api_url=API, proxy="http://proxy.example:8080", timeout_seconds=3)
    client = workspaces.webhook("https://hooks.slack.com/commands/T1/2/x")
    assert (client.proxy, client.timeout, client.retry_handlers) == ("http://proxy.example:8080", 3, [])


def test_every_call_checks_certificates_by_one_context() -> None:
    workspaces = Workspaces("xoxb", lambda _: None, api_url=API)
    context = workspaces.client("T1").ssl
    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert workspaces.client("T2").ssl is context
    assert workspaces.webhook("https://hooks.slack.com/commands/T1/2/x").ssl is context


SERVED = {
    "https://hooks.slack.com/commands/T1/2/x": True,
    "https://slack.com/x": True,
    "http://hooks.slack.com/commands/T1/2/x": False,
    "https://hooks.slack.com.evil.example/": False,
    "https://evilslack.com/": False,
    "https://hooks.slack.com@evil.example/": False,
    "https://evil.example/\\.slack.com": False,
    "https://evil.example?.slack.com": False,
    "https://hooks.slack.com/\r\nHost: evil.example": False,
}


def test_slacks_hosts_are_that_of_the_web_api_and_those_below_it() -> None:
    assert {url: is_slacks(url, API) for url in SERVED} == SERVED


def test_installing_takes_no_others_state_whatever_its_form(serve: Any, slack: Emulator) -> None:
    secret = slack.client["client_secret"]
    bot = serve(SLACK_BOT_TOKEN=None, SLACK_CLIENT_ID=slack.client["client_id"], SLACK_CLIENT_SECRET=secret)
    cookies: list[Any] = [
        None,
        "",
        "slack-app-oauth-state",
        "slack-app-oauth-state=",
        "x=1;;=;",
        b"\xe5=\xe4",
        "=" * 3_000,
    ]
    states = ["", "?", "?state=", "?state=x", "?state=x&code=y", "?state=%00&code=%00", "?state=%0d%0aSet-Cookie:%20a"]
    for cookie in cookies:
        for state in states:
            headers = {} if cookie is None else {"Cookie": cookie}
            page = httpx2.get(f"{bot.url}/slack/oauth_redirect{state}", headers=headers, trust_env=False)
            assert page.status_code in (400, 401), (cookie, state)
            assert "set-cookie" not in page.headers or "a=" not in page.headers["set-cookie"]
    own = {"Cookie": "slack-app-oauth-state=x"}
    assert httpx2.get(f"{bot.url}/slack/oauth_redirect?state=x&code=y", headers=own, trust_env=False).status_code == 401
    assert is_calm(bot)


def test_a_message_without_text_is_let_be(serve: Any, slack: Emulator) -> None:
    bot = serve()
    told = mention(slack)
    told["event"] |= {"type": "message", "text": None}
    assert bot.send(told).status_code == 200
    changed = {"type": "message", "subtype": "message_changed", "channel": slack.channels["fragor"]}
    told["event"] = changed | {"message": told["event"] | {"subtype": None}, "previous_message": {"text": QUESTION}}
    assert bot.send(told).status_code == 200
    assert is_calm(bot)


def test_a_coordinator_of_another_municipality_neither_sees_nor_answers_by_number(
    serve: Any, slack: Emulator, edge: Edge
) -> None:
    ours = Tenant("ours", Path("knowledge"), places={"slack": slack.channels["samordning"]})
    theirs = Tenant("theirs", Path("knowledge"), {"slack": frozenset(["U0THEIRS"])}, {"slack": "C0THEIRS"})
    tenants = Tenants((ours, theirs), {("slack", slack.team): "ours", ("slack", "T0THEIRS"): "theirs"})
    bot = serve(edge.url, tenants=tenants)
    place = {"channel": slack.channels["fragor"], "thread": None, "reference": "r", "language": "sv"}
    raised = {"type": "modal", "callback_id": "enquiry:raise", "private_metadata": json.dumps(place)}
    people = Interactions(slack, edge.response_url)
    assert bot.send(people.submit("anna", raised, QUESTION)).status_code == 200
    bot.wait_for_log("handled", 2)
    number = bot.server.source.get().tenant("ours").enquiries.in_state((State.OPEN,))[0].id
    edge.always["chat.postEphemeral"] = lambda _: (200, {}, {"ok": True})  # the emulator has one workspace
    by = {"team": {"id": "T0THEIRS"}, "user": {"id": "U0THEIRS", "name": "bo"}}
    form = {"type": "modal", "callback_id": "enquiry:answer"}
    form["private_metadata"] = json.dumps({"enquiry": number, "channel": "C0THEIRS", "thread": None})
    assert bot.send(people.submit("anna", form, "Falskt.", **by)).status_code == 200
    wait_for(lambda: [line for line in bot.lines if line.get("tenant") == "theirs" and line.get("why") == "unknown"])
    listed = {"team_id": "T0THEIRS", "user_id": "U0THEIRS", "channel_id": "C0THEIRS", "text": "frågor"}
    told = {"command": "/vanort", "trigger_id": "t", "response_url": edge.response_url} | listed
    assert QUESTION not in bot.send(urlencode(told).encode()).text
    assert bot.server.source.get().tenant("ours").enquiries.find(number).state is State.OPEN
