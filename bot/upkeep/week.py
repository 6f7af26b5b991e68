"""Gather what a digest tells: out of the store, the knowledge and git."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from bot.answer import Outcome
from bot.kb.base import KnowledgeBase
from bot.kb.load import load
from bot.store import WAITING, TenantStore
from bot.store.counts import Count
from bot.upkeep.asked import no_good_answer, use
from bot.upkeep.digest import Told, Week
from bot.upkeep.due import by_use, due_entries
from bot.upkeep.gaps import find_gaps
from bot.upkeep.history import Change, GitError, changes

DAYS = 7
MOST_CHANGES = 100


def gather(tenant: TenantStore, base: KnowledgeBase, folder: Path, today: date) -> Told:
    """Return what happened in the week that ends today.

    Args:
        tenant: the municipality's part of the store.
        base: its knowledge.
        folder: its folder, for drafts and for git.
        today: the week's last day.
    """
    first = today - timedelta(DAYS - 1)
    votes = tenant.feedback.votes(first)
    used = use(tenant, today)
    counts = tenant.counts.between(first - timedelta(DAYS), today)
    week = _week(one for one in counts if one.day >= first)
    return Told(
        first,
        today,
        Week(week.asked, week.answered, sum(vote.up for vote in votes), sum(vote.down for vote in votes)),
        _week(one for one in counts if one.day < first),
        find_gaps(*no_good_answer(tenant, first), base, today),
        by_use(due_entries(base.knowledge, today), used),
        len(load(folder).drafts),
        tenant.enquiries.in_state(WAITING),
        tenant.enquiries.count_in_state(WAITING),
        _changes(folder, first, today),
        used.most_common(),
    )


def _week(counts: Iterable[Count]) -> Week:
    told = [one for one in counts if one.outcome != Outcome.CHAT]
    answered = sum(one.number for one in told if one.outcome == Outcome.ANSWER)
    return Week(sum(one.number for one in told), answered)


def _changes(folder: Path, first: date, last: date) -> list[Change] | None:
    try:
        found = changes(folder, ["."], MOST_CHANGES)
    except GitError:
        return None
    return [change for change in found if first.isoformat() <= change.day <= last.isoformat()]
