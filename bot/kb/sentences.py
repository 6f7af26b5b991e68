"""What knowledge/aid/sentences.yaml must hold; else it would be missed only when an answer needs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Formatter

from bot.kb.documents import Document
from bot.kb.lists import AidSentences
from bot.kb.municipality import Local
from bot.kb.problem import Problem
from bot.locales import phrases
from bot.question import Language

_NAMES = """
aid_advice aid_equipment aid_money aid_other aid_training ask_country ask_equipment_status ask_form
ask_isp ask_money_purpose ask_receiver because both_equipment branch_no_longer_needed
branch_still_used business_terms cases_differ check_use check_use_with_permit company company_doubt country_no
country_unknown country_yes differs_disaster differs_duties exchange general_equipment general_money
general_other gift_counts instead_in_kind limit_risks military money_other no_duties notify_sida
option_country_no option_country_yes option_equipment_status_no_longer_needed
option_equipment_status_still_used option_form_advice option_form_equipment option_form_military
option_form_money option_form_other option_form_training option_form_transport option_money_purpose_other
option_money_purpose_training_or_advice option_receiver_civilian option_receiver_military
option_unknown others_goods own_equipment paid_goods permit
reasonable relief rule_missing sanctioned service_export staff_collection surplus to_country to_no to_yes
transport undecided unexamined value_country_no value_country_yes value_equipment_status_no_longer_needed
value_equipment_status_still_used value_money_purpose_other value_money_purpose_training_or_advice
value_receiver_civilian value_receiver_military
"""
REQUIRED = frozenset(_NAMES.split())
"""The keys by which bot/aid asks for its sentences (a test asks for every one)."""

MOST = 10
"""So many missing sentences or groups are named; more are only counted."""

_LABELS = ("option_", "value_")
"""Keys that begin so are what a person chooses and has chosen ("No longer needed"): they answer nothing."""

_FILLED = frozenset({"to", "country"})


def sentence_problems(model: AidSentences, document: Document) -> Iterator[Problem]:
    """Yield what is missing from aid/sentences.yaml, and what a sentence wants filled in that nothing fills."""
    if missing := sorted(REQUIRED - set(model.sentences)):
        line = document.line(("sentences",))
        yield Problem("VK133", document.file, line, {"count": str(len(missing)), "names": shortened(missing)})
    known = " ".join(f"{{{name}}}" for name in sorted(_FILLED))
    for key, sentence in model.sentences.items():
        for language in Language:
            if not _fillable(sentence.of(language)):
                line = document.line(("sentences", key, str(language)))
                yield Problem("VK134", document.file, line, {"name": f"{key} ({language})", "known": known})
        yield from _twins(key, sentence, document)


def _twins(key: str, sentence: Local, document: Document) -> Iterator[Problem]:
    """What a sentence may not begin with, in its language, and the fields that its twin has and it lacks."""
    fields = {language: _fields(sentence.of(language)) or set() for language in Language}
    every = set.union(*fields.values())
    for language in Language:
        line = document.line(("sentences", key, str(language)))
        values = {"name": f"{key} ({language})"}
        first = sentence.of(language).partition(" ")[0].strip(",.!:;–-")
        if not key.startswith(_LABELS) and first.casefold() in phrases(language, "language.yes_no"):
            yield Problem("VK142", document.file, line, {**values, "word": first})
        if lacking := sorted(every & _FILLED - fields[language]):
            yield Problem("VK143", document.file, line, {**values, "fields": " ".join(f"{{{f}}}" for f in lacking)})


def shortened(names: Sequence[str]) -> str:
    """Return names with commas, the first MOST of them."""
    return ", ".join(names[:MOST]) + (" …" if len(names) > MOST else "")


def _fillable(text: str) -> bool:
    fields = _fields(text)
    return fields is not None and fields <= _FILLED


def _fields(text: str) -> set[str] | None:
    """The names in braces; None where a brace has no pair."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None
