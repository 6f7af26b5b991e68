"""What is looked up for Slack at once does not hold up the event loop, though the database does not answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from serving import KEY
from slack_sdk.oauth.installation_store import Installation

from bot.channels.slack.installs import Installs
from bot.channels.slack.listeners.commands import _enquiries
from bot.channels.slack.people import People
from bot.channels.slack.posts import Post
from bot.channels.slack.reception import Reception
from bot.channels.slack.workspaces import Workspaces
from bot.runtime.bell import Bell
from bot.runtime.intake import Intake
from bot.runtime.metrics import Metrics
from bot.runtime.store_source import StoreSource
from bot.runtime.surroundings import Surroundings
from bot.store import Retention, Store, open_store
from bot.tenants import one

TEAM, COORDINATOR, PLACE = "T1", "U1", "C1"
INSTALLATION = Installation(user_id=COORDINATOR, team_id=TEAM, bot_token="x")  # noqa: S106 - of the tests only
POST = Post(team=TEAM, channel=PLACE, user=COORDINATOR, ts="2.2", thread="1.1")
Call = Callable[[Reception, Installs], Awaitable[object]]
CALLS: dict[str, Call] = {
    "an answer": lambda reception, _: reception.answered(POST),
    "an ask-back": lambda reception, _: reception.asked_back(POST),
    "an enquiry": lambda reception, _: reception.enquiry(TEAM, 1),
    "a card's enquiry": lambda reception, _: reception.enquiry_of_card(TEAM, PLACE, "1.1"),
    "what waits": lambda reception, _: _enquiries(reception, TEAM, COORDINATOR),
    "an installation": lambda _, installs: installs.async_save(INSTALLATION),
    "an uninstallation": lambda _, installs: installs.remove(TEAM),
    "a new state": lambda _, installs: installs.async_issue(),
    "a used state": lambda _, installs: installs.async_consume("x"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_the_event_loop_goes_on_while_the_store_is_opened(call: Call, tmp_path: Path) -> None:
    others_ran = threading.Event()

    def slow() -> Store:
        assert others_ran.wait(5), "nothing else ran meanwhile"
        return open_store(f"sqlite:///{tmp_path}/vanort.db", key=KEY.encode())

    source = StoreSource(slow)

    async def both() -> None:
        reception, installs = slack(source)
        looked_up = asyncio.ensure_future(call(reception, installs))
        await asyncio.sleep(0)
        others_ran.set()
        await looked_up

    asyncio.run(both())
    source.close()


def slack(source: StoreSource) -> tuple[Reception, Installs]:
    def clock() -> datetime:
        return datetime.now(UTC)

    intake = Intake(source, Bell(), Metrics(), clock, lease_seconds=60)
    tenants = one(Path("knowledge"), Retention(), coordinators={"slack": [COORDINATOR]}, places={"slack": PLACE})
    around = Surroundings(intake, tenants, {}, source, clock, ZoneInfo("Europe/Stockholm"))
    workspaces = Workspaces("xoxb", lambda _: None, api_url="http://127.0.0.1:9/")
    return Reception(around, People(workspaces, everybody=True), frozenset()), Installs(around, workspaces)
