"""What Slack's refusals mean for a reply: whether it was posted, when to try again."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.channels.slack.workspaces import NotInstalled
from bot.runtime.delivery import DeliveryError, retry_after

T = TypeVar("T")

IN_DOUBT = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
"""Errors after which nobody can know whether the message stands there."""

BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "metadata_too_large"})
"""Slack did not take the blocks: the text alone is posted then."""


def asking(call: Callable[[], T]) -> T:
    """Call Slack.

    Raises:
        DeliveryError: it did not take the call, or could not be reached.
    """
    try:
        return call()
    except SlackApiError as error:
        raise _refused(error) from None
    except NotInstalled:
        raise DeliveryError("not_installed", posted=False) from None
    except URLError as error:  # while connecting or sending: only a connection that broke may have brought it over
        broke = isinstance(error.reason, (TimeoutError, ConnectionResetError, BrokenPipeError))
        raise DeliveryError(type(error.reason).__name__, posted=None if broke else False) from None
    except (SlackClientError, http.client.HTTPException, OSError, ValueError) as error:
        raise DeliveryError(type(error).__name__) from None


def code(error: SlackApiError) -> str:
    """Return Slack's word for what is wrong."""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, ValueError):
        return str(getattr(error.response, "status_code", "unknown"))


def _refused(error: SlackApiError) -> DeliveryError:
    response: Any = error.response
    status, word = getattr(response, "status_code", 0), code(error)
    if status == 429 or word in ("ratelimited", "rate_limited"):
        return DeliveryError("429", posted=False, retry_after=_wait(response))
    if status >= 500:
        return DeliveryError(str(status), retry_after=_wait(response))
    if word == "missing_scope":
        word = f"missing_scope {response.get('needed')}"  # which one, for whoever reads the log
    return DeliveryError(word, posted=None if word in IN_DOUBT else False)


def _wait(response: Any) -> float | None:
    headers = getattr(response, "headers", None) or {}
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    return retry_after(str(found[0] if isinstance(found, list) and found else found or ""))
