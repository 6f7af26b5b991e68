"""A question gets the same answer in the terminal, in Slack and in Teams: outcome, verdict, entry and sources."""

from __future__ import annotations

import html
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from serving import KEY, Known, Log, logged
from slack_edge import Edge
from slack_peer import BOT_TOKEN, SIGNING_SECRET
from slack_peer import signed as slack_signed
from starlette.testclient import TestClient
from teams_peer import BotConnector, message
from teams_peer import read as read_card

from bot.answer import Outcome, Verdict
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language
from bot.server import Server
from bot.settings import ServerSettings
from bot.store import Retention
from bot.tenants import one

ROOT = Path(__file__).parents[2]
QUESTIONS: list[str] = yaml.safe_load((ROOT / "tests/data/same_answers.yaml").read_text("utf-8"))
TEAM, BOT = "T1", "UBOT"


@pytest.fixture(scope="module")
def terminal() -> list[dict[str, Any]]:
    """What the command line answers."""
    asked = "".join(json.dumps({"id": n, "q": q}) + "\n" for n, q in enumerate(QUESTIONS))
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-", "--json", "--knowledge", str(ROOT / "knowledge")]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, cwd=ROOT, timeout=300, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


class Channels:
    """One server that Slack and Teams talk to."""

    def __init__(self, client: TestClient, log: Log, slack: Edge, teams: BotConnector) -> None:
        self._client, self._log, self._slack, self._teams = client, log, slack, teams

    def ask_slack(self, number: int, question: str) -> tuple[dict[str, Any], str, str]:
        """What is logged of the answer, its text for screen readers, what is shown; each in a channel of its own."""
        place = {"channel": f"C{number}", "ts": f"{time.time():.6f}"}
        told = {"type": "app_mention", "user": "U1", "text": f"<@{BOT}> {html.escape(question, quote=False)}"}
        event = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}", "event": told | place}
        raw = json.dumps(event).encode()
        headers = {"Content-Type": "application/json", **slack_signed(raw)}
        assert self._client.post("/slack/events", content=raw, headers=headers).status_code == 200
        line = self._answered("slack")
        (posted,) = (call for call in self._slack.made("chat.postMessage") if call["channel"] == f"C{number}")
        blocks = posted["blocks"] if isinstance(posted["blocks"], list) else json.loads(posted["blocks"])
        return line, html.unescape(posted["text"]), html.unescape(json.dumps(blocks, ensure_ascii=False))

    def ask_teams(self, number: int, question: str) -> tuple[dict[str, Any], str, str]:
        """As `ask_slack`, each in a chat of its own."""
        chat = {"id": f"a:{number}", "conversationType": "personal"}
        told = message(question, self._teams.url, conversation=chat)
        assert self._client.post("/api/messages", json=told).status_code == 200
        line = self._answered("teams")
        (call,) = self._teams.cards(conversation=f"a:{number}")
        return line, call["body"]["summary"], read_card(call)

    def _answered(self, channel: str) -> dict[str, Any]:
        """The log line of the newest answer, once it is there; then the log begins anew."""

        def found() -> list[dict[str, Any]]:
            lines = (json.loads(line) for line in self._log.getvalue().splitlines())
            return [line for line in lines if line["event"] == "answered" and line["channel"] == channel]

        (line,) = self._log.wait(found)
        self._log.seek(0)
        self._log.truncate()
        return line


@pytest.fixture(scope="module")
def channels(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Channels]:
    slack, teams = Edge("http://127.0.0.1:9/"), BotConnector()
    person = {"id": "U1", "team_id": TEAM, "name": "anna", "profile": {"real_name": "Anna"}}
    for method, told in {
        "auth.test": {"user_id": BOT, "team_id": TEAM},
        "users.info": {"user": person},
        "chat.postMessage": {"ts": "1.1"},
        "chat.postEphemeral": {"message_ts": "1.2"},
    }.items():
        slack.always[method] = lambda _, told=told: (200, {}, {"ok": True, **told})
    values = {
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('same')}/vanort.db",
        "VANORT_SECRET_KEY": KEY,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": slack.url,
        "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true",
    }
    with logged() as log:
        tenants = one(ROOT / "knowledge", Retention(None, None))
        server = Server(ServerSettings(**values), tenants, {"default": Known(base)})
        with TestClient(server.app) as client:
            yield Channels(client, log, slack, teams)
    slack.close()
    teams.close()


@pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=lambda number: QUESTIONS[number])
def test_a_question_gets_the_same_answer_everywhere(
    number: int, terminal: list[dict[str, Any]], channels: Channels
) -> None:
    wanted = terminal[number]
    answer = (wanted["outcome"], wanted["verdict"], wanted["entry"])
    sources = source_line(wanted["text"])
    assert bool(sources) is bool(wanted["sources"])
    verdict = wanted["verdict"] and phrase(wanted["language"], f"verdict.{wanted['verdict']}")
    assert verdict is None or verdict in wanted["text"]
    for line, spoken, shown in (
        channels.ask_slack(number, QUESTIONS[number]),
        channels.ask_teams(number, QUESTIONS[number]),
    ):
        assert (line["outcome"], line["verdict"], line["entry"]) == answer, line["channel"]
        assert source_line(spoken) == sources, line["channel"]
        assert verdict is None or verdict in shown
        assert not [source["title"] for source in wanted["sources"] if source["title"] not in shown]


def source_line(text: str) -> list[str]:
    """The line that names the sources."""
    headings = tuple(f"{phrase(language, 'answer.source')}: " for language in Language)
    return [line for line in text.split("\n") if line.startswith(headings)]


def test_the_questions_have_every_outcome_and_verdict_in_both_languages(terminal: list[dict[str, Any]]) -> None:
    assert len(QUESTIONS) == len(set(QUESTIONS)) == 40
    for language in Language:
        of = [found for found in terminal if found["language"] == language]
        assert {found["outcome"] for found in of} == set(Outcome), language
        assert {found["verdict"] for found in of if found["verdict"]} == set(Verdict), language
