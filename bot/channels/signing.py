"""Signatures of requests: a keyed hash over the time and the body (HMAC-SHA256, RFC 2104), for five minutes."""

from __future__ import annotations

import hmac
from hashlib import sha256

TIMESTAMP = "X-Vanort-Timestamp"
SIGNATURE = "X-Vanort-Signature"
MOST_AGE_SECONDS = 300


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the signature of a body sent at a time.

    Args:
        secret: that both sides know.
        timestamp: whole seconds since 1970, in digits.
        body: the body; of a request without one, its query.
    """
    return "v1=" + hmac.new(secret, b"v1:" + timestamp.encode() + b":" + body, sha256).hexdigest()


def headers(secret: bytes, body: bytes, now: float) -> dict[str, str]:
    """Return the headers that sign a body now."""
    timestamp = str(int(now))
    return {TIMESTAMP: timestamp, SIGNATURE: sign(secret, timestamp, body)}


def is_timestamp(text: str) -> bool:
    """Tell whether a text is whole seconds in digits, of a number that can be a time."""
    return text.isascii() and text.isdigit() and len(text) < 20


def is_signed(secret: bytes, timestamp: str, signature: str, body: bytes, now: float) -> bool:
    """Tell whether a body was signed with the secret, at most five minutes ago (or ahead: clocks differ)."""
    if not is_timestamp(timestamp):
        return False
    if abs(now - int(timestamp)) > MOST_AGE_SECONDS:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode("utf-8", "replace"))
