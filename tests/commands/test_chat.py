"""The chat in a terminal of its own (a pseudo-terminal): colours, width, history, the ways to end; and in a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

SMALL = Path(__file__).parent.parent / "data" / "exempelby"
COMMAND = [sys.executable, "-m", "bot", "chat", "--knowledge", str(SMALL), "--today", "2026-11-23"]
LONGEST = 60
UP, CTRL_D = "\x1b[A", "\x04"
PROMPT = "\n> "
"""Keys that are pressed before it are the terminal's, not the chat's."""


class Terminal:
    """What a person has before them: keys to press, a screen to read."""

    def __init__(self, main: int, process: subprocess.Popen[bytes]) -> None:
        self._main = main
        self.process = process
        self.screen = ""

    def press(self, keys: str) -> None:
        os.write(self._main, keys.encode())

    def wait_for(self, text: str, times: int = 1) -> str:
        """Read until a text has been shown so many times, and return the whole screen without colours."""
        end = monotonic() + LONGEST
        while _plain(self.screen).count(text) < times:
            assert self._read(end - monotonic()), f"no {text!r} in {self.screen!r}"
        return _plain(self.screen)

    def interrupt_until(self, text: str) -> None:
        """Interrupt until a text is shown: readline misses what comes between its prompt and its wait for keys."""
        end = monotonic() + LONGEST
        while text not in _plain(self.screen):
            assert monotonic() < end, f"no {text!r} in {self.screen!r}"
            self.process.send_signal(signal.SIGINT)
            while self._read(1.0) and text not in _plain(self.screen):
                pass

    def _read(self, seconds: float) -> bool:
        """Read what is shown within so many seconds; tell whether it was anything."""
        ready, _, _ = select.select([self._main], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            read = os.read(self._main, 65536)
        except OSError:  # Linux: the other side has closed
            read = b""
        assert read, f"the chat ended: {self.screen!r}"
        self.screen += read.decode("utf-8", "replace")
        return True


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", text).replace("\r", "")


def _interruptible() -> None:
    """Undo that whoever runs the tests in the background lets them ignore interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def terminal(columns: int = 80, **environment: str) -> Iterator[Terminal]:
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
    process = subprocess.Popen(
        COMMAND,
        stdin=other,
        stdout=other,
        stderr=other,
        env=clean | {"TERM": "xterm"} | environment,
        start_new_session=True,
        preexec_fn=_interruptible,
    )
    os.close(other)
    try:
        yield Terminal(main, process)
    finally:
        process.kill()
        process.wait(LONGEST)
        os.close(main)


def test_colours_history_and_the_end() -> None:
    with terminal() as person:
        person.wait_for(PROMPT)
        person.press("Är Tønder vänort?\r")
        person.wait_for(PROMPT, times=2)
        assert "\x1b[1mTønder" in person.screen  # the answer stands out
        person.press(UP + "\r")  # the last question again
        person.wait_for(PROMPT, times=3)
        assert _plain(person.screen).count("Källa: ") == 2
        person.press(CTRL_D)
        person.wait_for("Hej då!")
        assert person.process.wait(LONGEST) == 0


def test_interrupted_it_says_goodbye() -> None:
    with terminal() as person:
        person.wait_for("> ")
        person.interrupt_until("Hej då!")
        assert person.process.wait(LONGEST) == 0


def test_without_colours_where_they_are_not_wanted() -> None:
    with terminal(NO_COLOR="1") as person:
        person.wait_for("> ")
        person.press("Är Tønder vänort?\r")
        person.wait_for("Källa: ")
        assert "\x1b[1m" not in person.screen
        assert "\x1b[2m" not in person.screen


@pytest.mark.parametrize(("columns", "widest"), [(30, 30), (60, 60), (200, 88)])
def test_lines_fit_a_narrow_terminal_and_stay_readable_in_a_wide_one(columns: int, widest: int) -> None:
    with terminal(columns) as person:
        person.wait_for("\n> ")
        lines = person.wait_for("> ").split("\n")
        shown = [line for line in lines if not line.startswith("- ")]
        assert max(map(len, shown)) <= widest
        assert any(len(line) > widest / 2 for line in shown)


def test_in_a_pipe_it_is_a_transcript() -> None:
    done = subprocess.run(COMMAND, input="Är Tønder vänort?\n\ntack\n".encode(), capture_output=True, timeout=LONGEST)
    told = done.stdout.decode()
    assert "\n> Är Tønder vänort?\n\nTønder i Danmark är inte längre vänort" in told
    assert "\n> tack\n\nVarsågod!\n" in told
    assert "\x1b" not in told
    assert told.endswith("Hej då!\n")
    assert done.returncode == 0
