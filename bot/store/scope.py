"""What every part of the store works with: the database, the keys, one tenant and how long its rows are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.store.database import Database
from bot.store.keys import Keys

DEFAULT_TENANT = "default"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a tenant's rows are kept.

    Args:
        text_days: days that texts are kept (questions, reasons, closed enquiries); None: question texts and reasons are
            not stored at all.
        decision: the municipality's disposal decision, which allows the deletion.
        memory_days: days that a thread is remembered after its last question.
        work_days: days that is kept what only the work needs: keys of handled items, where messages are, who voted.
        once_days: days after which is told again what is told once, such as what is stored of a person.
    """

    text_days: int | None = None
    decision: str | None = None
    memory_days: int = 7
    work_days: int = 30
    once_days: int = 365

    def texts_before(self, now: datetime) -> datetime | None:
        """Return the instant before which texts are to be removed, or None where no retention is set."""
        return None if self.text_days is None else now - timedelta(days=self.text_days)

    def work_before(self, now: datetime) -> datetime:
        """Return the instant before which is removed what only the work needed."""
        return now - timedelta(days=self.work_days)


@dataclass(frozen=True, slots=True)
class Scope:
    """One tenant's view; hashes and sealed values of one tenant mean nothing in another."""

    database: Database
    keys: Keys
    tenant: str
    retention: Retention

    def hashed(self, what: str, *parts: str) -> str:
        """Return the keyed hash of an identifier of this tenant."""
        return self.keys.pseudonym(what, self.tenant, *parts)

    def person(self, channel: str, person: str | None) -> str | None:
        """Return the keyed hash of a person, None for nobody."""
        return None if person is None else self.hashed("person", channel, person)

    def thread(self, channel: str, conversation: str) -> str:
        """Return the keyed hash of a thread."""
        return self.hashed("conversation", channel, conversation)

    def seal(self, value: Any, what: str) -> bytes:
        """Encrypt plain data for this tenant."""
        return self.keys.seal(value, what, self.tenant)

    def unseal(self, sealed: bytes | None, what: str) -> Any:
        """Decrypt what `seal` made; None for None."""
        return None if sealed is None else self.keys.unseal(sealed, what, self.tenant)
