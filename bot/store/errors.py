"""What the store can refuse, each with what to do about it."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked; the message says what to do."""


class StoreUnavailable(StoreError):
    """The database does not answer now. Nothing was written; the same call may succeed later."""


class SchemaMismatch(StoreError):
    """The database's tables are not those that this version of the program knows."""


class WrongKey(StoreError):
    """The secret key is not the one that the database was written with."""
