"""How commands reach the store: settings from the environment, faults as one message and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.settings import Settings, SettingsError, read_settings
from bot.store.errors import StoreError, StoreUnavailable


class WrongUse(click.ClickException):
    """Settings, schema or key are to be put right first."""

    exit_code = 2


class Failed(click.ClickException):
    """The database does not answer."""

    exit_code = 3


@contextmanager
def settings() -> Iterator[Settings]:
    """Give the settings; faults in them, and what the store refuses meanwhile, end the command with a message."""
    try:
        yield read_settings()
    except StoreUnavailable as error:
        raise Failed(str(error)) from error
    except (SettingsError, StoreError) as error:
        raise WrongUse(str(error)) from error
