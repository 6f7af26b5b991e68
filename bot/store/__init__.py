"""Durable state in SQLite or PostgreSQL: `open_store` opens it, docs/store.md tells the rest."""

from __future__ import annotations

from bot.store.conversations import NEW, Last, Remembered, Saved
from bot.store.counts import Count
from bot.store.enquiry import NOT_CLOSED, WAITING, Change, Enquiry, Party, Result, State, Wait
from bot.store.errors import SchemaMismatch, StoreError, StoreUnavailable, WrongKey
from bot.store.feedback import Opinion, Reason, Vote, Votes
from bot.store.items import Depth, Incoming, Item
from bot.store.once import first_use
from bot.store.privacy import Action, Record
from bot.store.questions import Logged
from bot.store.schema import upgrade
from bot.store.scope import DEFAULT_TENANT, Retention
from bot.store.sent import Found, Message
from bot.store.store import Store, TenantStore, open_store

__all__ = [
    "DEFAULT_TENANT",
    "NEW",
    "NOT_CLOSED",
    "WAITING",
    "Action",
    "Change",
    "Count",
    "Depth",
    "Enquiry",
    "Found",
    "Incoming",
    "Item",
    "Last",
    "Logged",
    "Message",
    "Opinion",
    "Party",
    "Reason",
    "Record",
    "Remembered",
    "Result",
    "Retention",
    "Saved",
    "SchemaMismatch",
    "State",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "TenantStore",
    "Vote",
    "Votes",
    "Wait",
    "WrongKey",
    "first_use",
    "open_store",
    "upgrade",
]
