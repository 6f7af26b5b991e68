"""Slack: answers and enquiries as blocks, modals and the Home tab. No SDK, no network."""

from __future__ import annotations

from bot.render.slack.elements import Person, SlackMessage, escape
from bot.render.slack.enquiry import enquiry_card
from bot.render.slack.home import Tasks, home
from bot.render.slack.message import render, shared
from bot.render.slack.modals import modal_answer, modal_enquiry, modal_reason
from bot.render.slack.notice import notice, open_enquiries

__all__ = [
    "Person",
    "SlackMessage",
    "Tasks",
    "enquiry_card",
    "escape",
    "home",
    "modal_answer",
    "modal_enquiry",
    "modal_reason",
    "notice",
    "open_enquiries",
    "render",
    "shared",
]
