"""The fixtures of a running server."""

from __future__ import annotations

from serving import log, receiver, serve

__all__ = ["log", "receiver", "serve"]
