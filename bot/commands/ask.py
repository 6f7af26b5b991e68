"""`vanort ask`: one question, or a batch of them."""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.answering import answer
from bot.commands.options import day, folder_option, lang_option, open_or_exit, today_option
from bot.conversation import Memory, remember
from bot.kb.base import KnowledgeBase
from bot.question import Language, Question
from bot.render.json import as_json
from bot.render.text import plain


@click.command(name="ask")
@click.argument("question", required=False)
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object a question.")
@click.option("--batch", metavar="FILE|-", help="Read questions from a file or standard input, one a line.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Answer with what applied on this day (YYYY-MM-DD).")
@folder_option
@today_option
@lang_option
def command(
    question: str | None,
    as_object: bool,
    batch: str | None,
    on: Any,
    knowledge: Path | None,
    today: Any,
    lang: str | None,
) -> None:
    """Answer QUESTION, or with --batch every line of a file."""
    if (question is None) == (batch is None):
        raise click.UsageError('Give one question, vanort ask "…", or --batch FILE (- for standard input).')
    if on is not None and (batch is not None or today is not None):
        raise click.UsageError("--on takes one question, and is itself the day: leave out --batch and --today.")
    language = Language(lang) if lang else None
    lines = _lines(batch) if batch is not None else []
    base = open_or_exit(knowledge, lang)
    failed = False
    if question is not None:
        asked = Question.read(question, language=language)
        started = time.perf_counter()
        if on is None:
            found = answer(asked, base, day(today))
        else:
            from bot.upkeep.applied import answer_on  # what is imported at the top, every answer waits for

            found = answer_on(asked, base, day(on))
        elapsed = (time.perf_counter() - started) * 1000
        click.echo(json.dumps(as_json(found, asked.text, None, elapsed)) if as_object else plain(found))
        return
    for number, item in enumerate(answer_lines(lines, base, day(today), language)):
        failed = failed or "error" in item
        apart = "\n" if number else ""
        told = f"{apart}> {item['question']}\n{item.get('text', item.get('error'))}"
        click.echo(json.dumps(item) if as_object else told)
    if failed:
        sys.exit(3)


def _lines(batch: str) -> list[str]:
    if batch == "-":
        raw = sys.stdin.buffer.read()
    else:
        try:
            raw = Path(batch).read_bytes()
        except OSError as fault:
            raise click.UsageError(
                f"The batch file {batch} cannot be read: {fault.strerror}. Name a file of questions, one a line."
            ) from None
    return raw.decode("utf-8-sig", errors="replace").split("\n")


def parse_line(number: int, line: str) -> tuple[object, str, object] | None:
    """Return (id, question, thread) of a batch line, or None for a blank one; malformed JSON is plain text."""
    text = line.strip("\r")
    if not text.strip():
        return None
    if text.lstrip().startswith("{"):
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, dict) and isinstance(data.get("q"), str):
            return data.get("id", number), data["q"], data.get("thread")
    return number, text, None


def answer_lines(
    lines: Iterable[str], base: KnowledgeBase, today: date, language: Language | None = None
) -> Iterator[dict[str, Any]]:
    """Answer batch lines in order; lines of one thread are one conversation. A failure gives its line an error id."""
    threads: dict[str, Memory] = {}
    for number, line in enumerate(lines, start=1):
        parsed = parse_line(number, line)
        if parsed is None:
            continue
        id_, raw, thread = parsed
        key = json.dumps(thread)
        question = Question.read(raw, language=language, memory=threads.get(key) if thread is not None else None)
        started = time.perf_counter()
        try:
            found = answer(question, base, today)
        except Exception:  # one broken question must not lose the others; the line tells it
            reference = uuid.uuid4().hex[:8]
            yield {"id": id_, "question": question.text, "error": f"This question failed (reference {reference})."}
            continue
        elapsed = (time.perf_counter() - started) * 1000
        if thread is not None:
            threads[key] = remember(question, found)
        yield as_json(found, question.text, id_, elapsed)
