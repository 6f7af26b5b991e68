"""A process that works on the inbox, for tests that end it in the middle.

Usage: claimer.py URL KEY NOW LEASE_SECONDS MODE. It prints the id of each item that it claims. With MODE `all` it
finishes them and ends when there are none; with `hold` it claims one, notes that it posts, and waits to be killed.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime

from bot.store import open_store

url, key, when, lease, mode = sys.argv[1:]
now = datetime.fromisoformat(when)
store = open_store(url, key=key.encode())
while (item := store.inbox.claim(f"process {os.getpid()}", now, float(lease))) is not None:
    print(item.id, flush=True)  # noqa: T201 - this is how the test reads it
    if mode == "hold":
        assert store.inbox.mark_posting(item, now, float(lease))
        print("posting", flush=True)  # noqa: T201
        sys.stdin.read()  # until the test kills this process
    assert store.inbox.done(item, now)
store.close()
