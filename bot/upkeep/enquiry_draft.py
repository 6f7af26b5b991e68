"""A draft entry out of an enquiry: the question as it was asked and the coordinator's answer, both masked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.kb.entries import Status
from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import ELLIPSIS, shorten
from bot.store.enquiry import Enquiry
from bot.upkeep.entry_files import entry_files
from bot.upkeep.forms import Told, slug
from bot.upkeep.stamp import a_year_after

TITLE_CHARS = 90


def enquiry_files(enquiry: Enquiry, taken: Collection[str], answered: date, today: date) -> dict[str, str]:
    """Return the files of the draft, by their path in the knowledge folder.

    Args:
        enquiry: with question and answer.
        taken: ids that entries and drafts have.
        answered: the day of the answer.
        today: the day that the statements are said to hold for.
    """
    asked = Language(enquiry.language)
    question = " ".join(enquiry.question.split())
    title = shorten(question, TITLE_CHARS, f" {ELLIPSIS}")
    paragraphs = [part.strip() for part in (enquiry.answer or "").split("\n") if part.strip()]
    key = slug(title, taken)
    told: Told = {
        "id": key,
        "title": title,
        "text": paragraphs,
        "status": Status.CURRENT,
        "as_of": today,
        "review_by": a_year_after(today),
        "source": phrase(Language.SV, "upkeep.draft_source").format(number=enquiry.id),
        "source_date": answered,
        "notes": phrase(Language.SV, "upkeep.draft_note"),
    }
    if asked is Language.SV:
        return entry_files("fact", told | {"question": [question]}, (Language.SV,), draft=True)
    end = f"_{asked}"
    other = {f"title{end}": title, f"text{end}": paragraphs, f"question{end}": [question]}
    told["notes"] = phrase(Language.SV, "upkeep.draft_translate")
    return entry_files("fact", told | other, (Language.SV, asked), draft=True)
