"""How commands reach the store: settings from the environment, faults as one message and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.settings import Settings, SettingsError, read_settings
from bot.store.errors import StoreError, StoreUnavailable

WRONG_USE = 2
FAILED = 3


@contextmanager
def settings() -> Iterator[Settings]:
    """Give the settings; faults in them, and what the store refuses meanwhile, end the command with a message.

    Exit code 2 where settings, schema or key are to be put right, 3 where the database does not answer.
    """
    try:
        yield read_settings()
    except (SettingsError, StoreError) as error:
        fault = click.ClickException(str(error))
        fault.exit_code = FAILED if isinstance(error, StoreUnavailable) else WRONG_USE
        raise fault from error
