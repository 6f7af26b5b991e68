"""What the Home tab shows and the messages tab suggests: worked out from knowledge and store when somebody opens it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.answer import Outcome
from bot.channels.slack import NAME
from bot.kb.base import KnowledgeBase
from bot.question import Language
from bot.render.slack import Tasks, home
from bot.runtime.knowledge import known
from bot.runtime.surroundings import Surroundings
from bot.status import card
from bot.store import NOT_CLOSED, WAITING, Party, TenantStore
from bot.tenants import Tenant
from bot.upkeep.due import due_entries

UNANSWERED_DAYS = 30
MOST_UNANSWERED = 10


class Tabs:
    """Shows the tabs to a municipality's people.

    Args:
        around: the server's parts.
    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def home(self, tenant: Tenant, user: str) -> dict[str, Any]:
        """Return the Home tab of somebody: status, changes, their own enquiries; a coordinator's tasks.

        Raises:
            StoreUnavailable, NoKnowledge: there is nothing to show now.
        """
        base = known(self._around.knowledge, tenant.name)
        part = self._around.source.get().tenant(tenant.name)
        today = self._around.clock().astimezone(self._around.zone).date()
        municipality = base.knowledge.municipality
        language = municipality.languages[0]
        shown = card(municipality.status[0], language, base.knowledge, today)
        asker = Party(NAME, user)
        own = part.enquiries.in_state(NOT_CLOSED, asker=asker, newest_first=True)
        own_count = part.enquiries.count_in_state(NOT_CLOSED, asker=asker)
        tasks = _tasks(base, part, language, today) if tenant.is_coordinator(NAME, user) else None
        return home(shown, language, own=own, own_count=own_count, tasks=tasks)

    def prompts(self, tenant: Tenant) -> list[dict[str, str]]:
        """Return questions to suggest: the municipality's examples. Raises: NoKnowledge."""
        municipality = known(self._around.knowledge, tenant.name).knowledge.municipality
        questions = [example.of(municipality.languages[0]) for example in municipality.examples]
        return [{"title": question, "message": question} for question in questions]


def _tasks(base: KnowledgeBase, part: TenantStore, language: Language, today: date) -> Tasks:
    since = today - timedelta(UNANSWERED_DAYS)
    unanswered = part.questions.since(since, outcome=Outcome.NO_ANSWER, limit=MOST_UNANSWERED)
    due = [(one.item.title(language), one.by) for one in due_entries(base.knowledge, today)]
    waiting, count = part.enquiries.in_state(WAITING), part.enquiries.count_in_state(WAITING)
    return Tasks(waiting, [logged.text for logged in unanswered], due, count)
