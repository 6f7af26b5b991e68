"""Starts the bot and the Agents Playground for a person to try: `make teams`. Ctrl-C ends both."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

from playground_peer import ROOT, TEAM, Playground, missing, serve

PAGE, BOT = 56150, 3978


def main() -> None:
    if missing():
        sys.exit(f"The Agents Playground {missing()}.")
    folder: Path = ROOT / "data" / "playground"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        bot = serve(BOT, folder)
        stack.callback(bot.stop)
        page = Playground(f"http://127.0.0.1:{BOT}", folder, PAGE)
        stack.callback(page.stop)
        page.install(TEAM)
        print(f"Open http://localhost:{PAGE}. The bot's log is {folder}/bot.log. Ctrl-C ends.", flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with suppress(KeyboardInterrupt):
        main()
