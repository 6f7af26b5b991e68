"""A vote on an answer, and why."""

from __future__ import annotations

from bot.runtime.messages import ANSWER
from bot.runtime.requests import Voted
from bot.runtime.work import Finish, Work
from bot.store import Opinion


def vote(work: Work) -> Finish:
    """Record a vote, in the place of the person's earlier one; one on what was never answered is left out."""
    voted, part = work.read(Voted), work.part
    shown = part.sent.about(voted.reference, kind=ANSWER)
    if not shown:
        return Finish("unknown")
    reason = voted.reason.strip() or None
    entry = shown[0].entry
    part.feedback.give(Opinion(work.item.channel, voted.person, voted.reference, voted.vote, work.today, entry, reason))
    return Finish(voted.vote, told={"entry": entry, "with_reason": reason is not None})
