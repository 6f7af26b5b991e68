"""Teams: answers, status and enquiries as Adaptive Cards. No SDK, no network."""

from __future__ import annotations

from bot.render.teams.answer import card, summary
from bot.render.teams.enquiry import enquiry_card, enquiry_summary
from bot.render.teams.notice import notice_card, notice_summary

__all__ = [
    "card",
    "enquiry_card",
    "enquiry_summary",
    "notice_card",
    "notice_summary",
    "summary",
]
