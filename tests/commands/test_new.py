"""`vanort new`: files of every type that pass the check, and what is said where a value cannot stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.new import command
from bot.kb.problem import Severity
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.check import check
from bot.upkeep.forms import FOLDERS, fields

TODAY = date(2026, 11, 23)
WORDS = {
    "title": "Skolorkesterns utbyte",
    "title_en": "The school orchestra's exchange",
    "text": "Skolorkestern spelar i Estland varje vår.",
    "text_en": "The school orchestra plays in Estonia every spring.",
    "question": "Vart reser skolorkestern?",
    "golden": "Vart reser skolorkestern i vår?",
    "source": "Rektorns årsberättelse",
}
OWN = {
    "partner_town": {"country": "NO", "relation": "agreement", "start": "1994"},
    "cooperation": {"state": "done", "partner": "Kuressaare musikskola", "period": "våren 2026"},
    "decision": {
        "stage": "beslutat",
        "body": "kultur- och fritidsnämnden",
        "decided_on": "2026-05-04",
        "dnr": "KFN 1:2",
    },
    "legal_rule": {"statute": "2010:800", "chapter": "2", "section": "8 §"},
    "statistic": {"value": "37", "unit": "elever", "year": "2026", "what": "elever i orkestern"},
    "term": {},
    "process": {"owner": "rektorn"},
    "contact": {"role": "rektorn"},
    "fact": {},
}


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANORT_CACHE", "")


def run(folder: Path, *arguments: str, typed: str | None = None, told: dict[str, str] | None = None) -> Result:
    given = [part for name, value in (told or {}).items() for part in ("--set", f"{name}={value}")]
    options = ["--knowledge", str(folder), "--today", "2026-11-23", *given]
    return CliRunner().invoke(command, [*arguments, *options], input=typed)


@pytest.mark.parametrize("type_", list(FOLDERS))
def test_every_type_passes_the_check(folder: Path, type_: str) -> None:
    done = run(folder, type_, "--no-input", told=WORDS | OWN[type_])
    file = folder / FOLDERS[type_] / "skolorkesterns-utbyte"
    assert done.output == (
        f"Skrev {file}.sv.md\nSkrev {file}.en.md\n"
        f"Kör vanort check --knowledge {folder}, och vanort diff för att se vilka svar som ändras.\n"
    )
    assert done.exit_code == 0
    result = check(folder, TODAY)
    assert [p for p in result.problems if p.severity is Severity.FAULT] == []
    assert (result.entries, result.golden) == (5, 7)


def test_the_files_read_as_a_person_would_write_them(folder: Path) -> None:
    run(folder, "statistic", "--no-input", told=WORDS | OWN["statistic"] | {"source_ref": "sidan 3"})
    assert (
        (folder / "statistics" / "skolorkesterns-utbyte.sv.md").read_text("utf-8")
        == """---
id: skolorkesterns-utbyte
type: statistic
title: Skolorkesterns utbyte
questions:
- Vart reser skolorkestern?
golden:
  reach:
  - Vart reser skolorkestern i vår?
status: historical
as_of: 2026-11-23
sources:
- title: Rektorns årsberättelse
  ref: sidan 3
  date: 2026-11-23
values:
- value: 37
  unit: elever
  year: 2026
  what: elever i orkestern
---
Skolorkestern spelar i Estland varje vår.
"""
    )
    assert (
        (folder / "statistics" / "skolorkesterns-utbyte.en.md").read_text("utf-8")
        == """---
id: skolorkesterns-utbyte
title: The school orchestra's exchange
---
The school orchestra plays in Estonia every spring.
"""
    )


def test_asked_in_turn_with_what_cannot_stand_said_at_once(folder: Path) -> None:
    typed = [
        "",  # a heading is needed
        "Bussresor till fotbollscupen",
        "Kommunen betalar bussen till cupen.",
        "Ledaren bokar den.",
        "",
        "Är Tønder vänort?",  # another entry has it
        "Vem betalar bussen till cupen?",
        "",
        "Vem betalar för bussen till cupen?",
        "",
        "",
        "Coach trips to the cup",
        "The municipality pays for the coach.",
        "",
        "",
        "",
        "",
        "gällande",  # no such status
        "",
        "i går",  # no such day
        "2026-10-01",
        "-",
        "Fritidschefens beslut",
        "",
        "",
        "fritid.se",  # no address
        "",
        "kuressaare",  # taken
        "bus",
    ]
    done = run(folder, "fact", typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    for message in (
        "Den här uppgiften behövs.",
        "question kan inte vara ”Är Tønder vänort?”: det finns redan i posten tonder.",
        "status kan inte vara ”gällande”: välj ett av: current, historical, proposed, decided, expired, unknown.",
        "as_of kan inte vara ”i går”: skriv dagen som ÅÅÅÅ-MM-DD.",
        "source_url kan inte vara ”fritid.se”: String should match pattern '^https?://'.",
        "id kan inte vara ”kuressaare”: det finns redan i posten kuressaare.",
        "Postens id, som också blir filnamnet [bussresor-till-fotbollscupen]: bus",
    ):
        assert message in done.output
    assert (
        (folder / "facts" / "bus.sv.md").read_text("utf-8")
        == """---
id: bus
type: fact
title: Bussresor till fotbollscupen
questions:
- Vem betalar bussen till cupen?
golden:
  reach:
  - Vem betalar för bussen till cupen?
status: current
as_of: 2026-10-01
sources:
- title: Fritidschefens beslut
  date: 2026-10-01
---
Kommunen betalar bussen till cupen.

Ledaren bokar den.
"""
    )
    assert [p for p in check(folder, TODAY).problems if p.severity is Severity.FAULT] == []


def test_an_entry_that_its_test_question_does_not_reach_is_a_draft(folder: Path) -> None:
    done = run(folder, "fact", "--no-input", told=WORDS | {"golden": "Är Kuressaare vår vänort?"})
    assert done.exit_code == 0
    assert done.output.splitlines()[2:] == [
        "Testfrågan ”Är Kuressaare vår vänort?” når kuressaare i stället för den nya posten.",
        "Posten är sparad som utkast och svarar inte än. Lägg till fler sätt att fråga under questions, "
        "ta bort raden draft: true och kör vanort check.",
    ]
    assert "draft: true\n" in (folder / "facts" / "skolorkesterns-utbyte.sv.md").read_text("utf-8")
    result = check(folder, TODAY)
    assert (result.faults, result.entries) == (0, 4)


def test_an_id_that_is_taken_gets_a_number(folder: Path) -> None:
    run(folder, "fact", "--no-input", told=WORDS)
    second = {"question": "Var spelar orkestern?", "golden": "Var spelar orkestern nu?"}
    done = run(folder, "term", "--no-input", told=WORDS | second)
    assert (folder / "terms" / "skolorkesterns-utbyte-2.sv.md").is_file(), done.output


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (
            {"title": "Bussen"},
            "Det här saknas: text, golden, title_en, text_en, source. Ange var och en med --set NAMN=VÄRDE.",
        ),
        (WORDS | {"as_of": "2026-13-01"}, "as_of kan inte vara ”2026-13-01”: skriv dagen som ÅÅÅÅ-MM-DD."),
        (
            WORDS | {"id": "Å"},
            "id kan inte vara ”Å”: små bokstäver a–z, siffror och bindestreck, till exempel beslut-2026.",
        ),
        (WORDS | {"alias": "Arensburg"}, "alias kan inte vara ”Arensburg”: det finns redan i posten kuressaare."),
    ],
)
def test_wrong_values_write_nothing(folder: Path, told: dict[str, str], message: str) -> None:
    before = sorted(folder.rglob("*"))
    done = run(folder, "fact", "--no-input", told=told)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == f"Error: {message}"
    assert sorted(folder.rglob("*")) == before


def test_without_a_type_it_asks_which(folder: Path) -> None:
    done = run(folder, "--no-input")
    assert done.exit_code == 2
    assert done.output.splitlines()[-1].startswith("Error: Skriv vilket slags post det är, ett av: partner_town, ")
    done = CliRunner().invoke(command, ["--knowledge", str(folder)], input="11\nby\n3\nRubrik\n")
    assert "  3. decision      ett steg mot ett beslut: motion, yttrande, förslag, beslut" in done.output
    assert done.output.count("Vad för slags post? Nummer eller namn: ") == 3
    assert "Rubrik, kort, som den visas i listor: " in done.output


def test_unknown_names_and_values_told_twice(folder: Path) -> None:
    done = run(folder, "term", "--no-input", told={"titel": "x"})
    assert done.output.splitlines()[-1] == (
        "Error: --set ”titel=x” har inte formen NAMN=VÄRDE med ett känt namn. Namnen är: title, text, question, "
        "golden, alias, title_en, text_en, question_en, golden_en, alias_en, status, as_of, review_by, source, "
        "source_ref, source_date, source_url, id."
    )
    done = run(folder, "term", "--no-input", "--set", "title=a", "--set", "title=b")
    assert done.output.splitlines()[-1] == "Error: title kan bara anges en gång."


def test_a_fault_that_shows_only_in_the_whole_folder_writes_nothing(folder: Path) -> None:
    done = run(folder, "fact", "--no-input", told=WORDS | {"golden": "vart reser skolorkestern"})
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "facts/skolorkesterns-utbyte.sv.md:9: VK204 Testfrågan ”vart reser skolorkestern” står också under questions. "
        "Formulera om den; en testfråga som är inlagd kan inte misslyckas.",
        "Inget är skrivet. Rätta det som står ovan och försök igen.",
    ]
    assert not (folder / "facts" / "skolorkesterns-utbyte.sv.md").exists()


def test_nothing_is_written_into_the_installed_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.own.files", lambda package: folder.parent)
    done = run(folder, "fact", "--no-input", told=WORDS)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == (
        f"Error: Ingen egen kunskapsmapp hittades, bara den som följer med programmet ({folder}). "
        "Ange din mapp med --knowledge, eller skapa en med vanort init."
    )


def test_every_field_has_its_words_in_both_languages(base) -> None:  # type: ignore[no-untyped-def]
    for type_ in FOLDERS:
        for field in fields(type_, base.knowledge, Language.SV, TODAY):
            for language in Language:
                assert phrase(language, f"upkeep.new_field.{field.name}")


def test_a_day_that_has_not_come_writes_nothing(folder: Path) -> None:
    done = run(folder, "decision", "--no-input", told=WORDS | OWN["decision"] | {"decided_on": "2027-05-04"})
    assert done.exit_code == 1
    assert "VK212" in done.output
    assert not list(folder.rglob("skolorkesterns-utbyte*"))


def test_a_partner_town_that_the_list_of_all_leaves_out_is_told(folder: Path) -> None:
    profile = folder / "municipality.yaml"
    profile.write_text(profile.read_text("utf-8") + "complete: [kuressaare]\n", "utf-8")
    town = {**WORDS, **OWN["partner_town"], "relation": "partner_town"}
    done = run(folder, "partner_town", "--no-input", told=town)
    assert done.exit_code == 0
    assert "skolorkesterns-utbyte" in next(row for row in done.output.splitlines() if "VK320" in row)
    assert (
        "VK320" not in run(folder, "town", "--no-input", told=town | {"title": "Kuressaare", "relation": "none"}).output
    )
