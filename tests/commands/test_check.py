"""`vanort check` on a folder that a test spoils: every message word for word, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.check import command

Change = Callable[[str, str, str], None]

TONDER = "partner_towns/tonder.sv.md"
KURESSAARE = "partner_towns/kuressaare.sv.md"
AGREEMENT = "decisions/agreement-2025.sv.md"
COSTS = "facts/travel-costs-unknown.sv.md"


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["--knowledge", str(folder), "--today", "2026-11-23", *options])


def test_a_sound_folder(folder: Path) -> None:
    done = run(folder)
    assert done.output == "Poster: 4. Testfrågor: 6. Fel: 0. Varningar: 0.\n"
    assert done.exit_code == 0
    assert run(folder, "--lang", "en").output == "Entries: 4. Golden questions: 6. Faults: 0. Warnings: 0.\n"


LAW = """---
id: law
type: legal_rule
title: Kommunallagen om fullmäktige
questions: [Vad beslutar fullmäktige om?]
golden: {reach: [Vad beslutar fullmäktige?]}
status: current
as_of: 2025-11-22
sources: [{title: Kommunallag (2017:725), date: 2025-11-22}]
statute: "2017:725"
---
Fullmäktige beslutar i ärenden av större vikt.
"""
LAW_EN = "---\nid: law\ntitle: The Local Government Act\n---\nThe council decides on matters of weight.\n"

WARNINGS = [
    (
        (KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-11-22"),
        f"{KURESSAARE}:17: varning VK301 Posten kuressaare skulle ha granskats senast 2026-11-22. "
        "Granska den och kör vanort review --done kuressaare.",
    ),
    (
        (KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-11-23"),
        f"{KURESSAARE}:17: varning VK302 Posten kuressaare ska granskas senast 2026-11-23. "
        "Granska den och kör vanort review --done kuressaare.",
    ),
    (
        (KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-12-23"),
        f"{KURESSAARE}:17: varning VK302 Posten kuressaare ska granskas senast 2026-12-23. "
        "Granska den och kör vanort review --done kuressaare.",
    ),
    ((KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-12-24"), None),
    (
        (COSTS, "golden: {reach: [Vem betalar för resan till Kuressaare?]}\n", ""),
        f"{COSTS}:2: varning VK305 Posten nås inte av någon testfråga. "
        "Skriv minst en fråga under golden.reach, med andra ord än under questions.",
    ),
    (
        (COSTS, "questions: [", "questions: ['Är Tønder en vänort?', "),
        f"{TONDER}:7: varning VK307 ”Är Tønder vänort?” frågar samma sak som ”Är Tønder en vänort?” i {COSTS}. "
        "Låt bara en av posterna svara på frågan, eller skriv ut vad som skiljer dem åt.",
    ),
    (
        (TONDER, "title: Tønder, tidigare vänort i Danmark", "title: Tønder och Kuressaare\nstart: '1994'"),
        f"{KURESSAARE}:21: varning VK308 relation är ”partner_town” här men ”none” i {TONDER}, som gäller samma sak. "
        "Rätta den post som har fel. Är det två skilda saker, så ta bort hänvisningen mellan dem eller ge båda sitt "
        "diarienummer.",
    ),
    (
        (AGREEMENT, "status: decided", "superseded_by: tonder\nstatus: decided"),
        f"{AGREEMENT}:12: varning VK309 Posten är ersatt av tonder men berättas ännu som gällande. "
        "Sätt status: historical, eller valid_until till den dag då den slutade gälla.",
    ),
]


@pytest.mark.parametrize(("edit", "line"), WARNINGS)
def test_a_warning_is_told_with_file_line_and_remedy_and_does_not_fail(
    folder: Path, change: Change, edit: tuple[str, str, str], line: str | None
) -> None:
    change(*edit)
    done = run(folder)
    told = [row for row in done.output.splitlines() if "varning VK" in row]
    assert told == ([line] if line else [])
    assert done.exit_code == 0, done.output


def test_a_text_that_is_hard_to_read(folder: Path, change: Change) -> None:
    change("municipality.yaml", "name: Exempelby", "max_lix: 30\nname: Exempelby")
    # Hard as well, but of so few words that the measure says nothing.
    change("partner_towns/kuressaare.sv.md", "sedan 1994.", "sedan vänortsöverenskommelsen 1994.")
    told = run(folder, "--all").output.splitlines()
    assert [row for row in told if "kuressaare.sv.md" in row] == []
    assert [row for row in told if COSTS in row] == [
        f"{COSTS}:12: varning VK306 Texten är svårläst: LIX 33, högst 30 är satt. Den längsta meningen har 11 ord. "
        "Dela långa meningar och byt långa ord mot kortare."
    ]


def test_a_law_text_older_than_a_year(folder: Path, change: Change) -> None:
    (folder / "facts" / "law.sv.md").write_text(LAW, "utf-8")
    (folder / "facts" / "law.en.md").write_text(LAW_EN, "utf-8")
    assert run(folder).output.splitlines()[0] == (
        "facts/law.sv.md:8: varning VK304 Lagtexten i posten law återges per 2025-11-22, mer än ett år tillbaka. "
        "Läs paragrafen på nytt och kör vanort review --done law --as-of med dagen då du läste den."
    )
    change("facts/law.sv.md", "as_of: 2025-11-22", "as_of: 2025-11-23")
    assert "VK304" not in run(folder).output


def test_an_entry_without_english(folder: Path) -> None:
    (folder / "facts" / "travel-costs-unknown.en.md").unlink()
    done = run(folder, "--lang", "en")
    assert done.output.splitlines()[0] == (
        f"{COSTS}:1: warning VK113 The entry travel-costs-unknown has no file in the language en. "
        "Create travel-costs-unknown.en.md with title, questions and text."
    )
    assert done.exit_code == 0


def test_rows_of_a_list_that_are_due_are_told_together(folder: Path) -> None:
    (folder / "lists").mkdir()
    row = (
        "  - {{code: {0}, sv: L{0}, en: L{0}, state_aid: 'no', source: s, as_of: 2026-01-01, review_by: 2026-11-30}}\n"
    )
    head = "sources:\n  s: {title: Lista, date: 2026-01-01}\ncountries:\n"
    (folder / "lists" / "countries.yaml").write_text(head + row.format("EE") + row.format("DK"), "utf-8")
    assert run(folder).output.splitlines()[0] == (
        "lists/countries.yaml:4: varning VK303 Rader i listan som ska ha granskats senast 2026-11-30: 2. Den första "
        "står här. Granska raderna och ändra review_by, och as_of där uppgiften har hämtats på nytt."
    )


def test_faults_come_first_and_fail(folder: Path, change: Change) -> None:
    change(AGREEMENT, "reach: [hur länge gäller avtalet]", "reach: [vem betalar resan till kuressaare nu]")
    change(COSTS, "golden: {reach: [Vem betalar för resan till Kuressaare?]}\n", "")
    done = run(folder)
    assert done.output.splitlines() == [
        f"{AGREEMENT}:10: fel VK208 Testfrågan ”vem betalar resan till kuressaare nu” når travel-costs-unknown i "
        "stället för den här posten. Lägg till ett liknande sätt att fråga under questions, eller ändra testfrågan.",
        f"{COSTS}:2: varning VK305 Posten nås inte av någon testfråga. "
        "Skriv minst en fråga under golden.reach, med andra ord än under questions.",
        "Poster: 4. Testfrågor: 5. Fel: 1. Varningar: 1.",
    ]
    assert done.exit_code == 1


@pytest.mark.parametrize("option", [["--json"], ["--format", "json"]])
def test_json(folder: Path, change: Change, option: list[str]) -> None:
    change(KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-11-22")
    done = run(folder, *option)
    assert done.output.isascii()
    assert json.loads(done.output) == {
        "folder": str(folder),
        "entries": 4,
        "golden": 6,
        "faults": 0,
        "problems": [
            {
                "id": "VK301",
                "severity": "warning",
                "file": KURESSAARE,
                "line": 17,
                "what": "Posten kuressaare skulle ha granskats senast 2026-11-22.",
                "remedy": "Granska den och kör vanort review --done kuressaare.",
            }
        ],
    }


def test_github_annotates_files_below_the_working_folder(
    folder: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-11-22")
    change(AGREEMENT, "stage: laga kraft", "stage: 100 % klart")
    monkeypatch.chdir(folder.parent)
    done = run(Path("knowledge"), "--format", "github", "--lang", "en")
    assert done.output.splitlines() == [
        f"::error file=knowledge/{AGREEMENT},line=16,title=VK123::The field stage cannot be so: choose one of förslag, "
        "beslutat, justerat, laga kraft, upphävt, okänt. Correct the value; docs/knowledge-format.md shows what it "
        "takes.",
        "Faults: 1. Warnings so far: 0. The golden questions are asked once the faults are mended.",
    ]
    assert done.exit_code == 1


def test_no_folder(tmp_path: Path) -> None:
    done = run(tmp_path / "nowhere")
    assert "VK001 Mappen" in done.output
    assert done.exit_code == 1
