"""An answer as the JSON object of the command line's contract."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.render.text import plain


def as_json(answer: Answer, question: str, id_: object = None, elapsed_ms: float = 0.0) -> dict[str, Any]:
    """Return the contract's object for one answer; dates are ISO strings.

    Args:
        answer: the answer.
        question: the question as it was given.
        id_: the id to echo.
        elapsed_ms: milliseconds that answering alone took.
    """
    clarify = answer.clarify
    return {
        "id": id_,
        "question": question,
        "language": str(answer.language),
        "outcome": str(answer.outcome),
        "verdict": str(answer.verdict) if answer.verdict else None,
        "parts": [{"facts": dict(c.facts), "verdict": str(c.verdict) if c.verdict else None} for c in answer.cases],
        "text": plain(answer),
        "entry": answer.entry,
        "entries": list(answer.entries),
        "confidence": answer.confidence,
        "sources": [
            {"title": s.title, "ref": s.ref, "date": s.date.isoformat() if s.date else None, "url": s.url}
            for s in answer.sources
        ],
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "stale": answer.stale,
        "facts": dict(answer.facts),
        "clarify": None
        if clarify is None
        else {
            "fact": clarify.fact,
            "prompt": clarify.prompt,
            "options": [{"value": o.value, "label": o.label} for o in clarify.options],
        },
        "suggestions": [{"entry": s.entry, "title": s.title} for s in answer.suggestions],
        "elapsed_ms": round(elapsed_ms, 3),
    }
