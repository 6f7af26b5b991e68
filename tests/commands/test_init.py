"""`vanort init`: another municipality's folder that answers at once and is told of no fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.answer import Outcome, Verdict
from bot.answering import answer
from bot.commands import chat
from bot.commands.init import command
from bot.kb.base import KnowledgeBase, open_base
from bot.kb.load import load
from bot.question import Question
from bot.render.text import plain
from bot.upkeep.golden import golden_cases, golden_fault

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 23)
GIVEN = ["--name", "Provsunda", "--town", "Näidislinn=EE", "--town", "Prøveby=dk", "--source", "Fullmäktiges protokoll"]
DATED = ["--source-date", "2019-05-04"]
NO_TOWNS = ["--name", "Provsunda", "--no-input"]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANORT_CACHE", "")


def run(target: Path, *options: str, typed: str | None = None, source: Path = ROOT / "knowledge") -> Result:
    settings = ["--knowledge", str(source), "--today", "2026-11-23"]
    return CliRunner().invoke(command, [str(target), *settings, *options], input=typed)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder begun from the shipped knowledge, made once."""
    target = tmp_path_factory.mktemp("init") / "provsunda"
    done = run(target, *GIVEN, *DATED, "--no-input")
    assert done.output == (
        f"Provsundas kunskapsmapp är klar i {target}.\n"
        f"  Prova den:          vanort chat --knowledge {target}\n"
        f"  Kontrollera den:    vanort check --knowledge {target}\n"
        f"  Lägg till ert eget: vanort new decision --knowledge {target}\n"
    )
    assert done.exit_code == 0
    return target


@pytest.fixture(scope="module")
def begun(started: Path) -> KnowledgeBase:
    base = open_base(started).base
    assert base is not None
    return base


def test_nothing_is_wrong_with_it(started: Path, begun: KnowledgeBase) -> None:
    assert load(started).faults == ()
    own = [
        case for case in golden_cases(begun.knowledge) if case.entry in ("naidislinn", "proveby", "partner-towns-now")
    ]
    assert len(own) == 6
    assert {case.question: f for case in own if (f := golden_fault(case, begun, TODAY))} == {}


def test_the_law_is_shared_and_nothing_of_the_other_municipality(started: Path, begun: KnowledgeBase) -> None:
    model = open_base(ROOT / "knowledge").base
    assert model is not None
    municipality = model.knowledge.municipality
    own = municipality.name.lower()
    for path in started.rglob("*"):
        if path.is_file() and path.name != "municipalities.yaml":
            assert own not in path.read_text("utf-8").lower(), path
    others = [*municipality.companies, *municipality.papers, "vandabesök", "trostyanets", "askim", "källpapper"]
    for path in [*started.rglob("*.md"), started / "aid" / "sentences.yaml", started / "lists" / "papers.yaml"]:
        text = path.read_text("utf-8").lower()
        assert [name for name in others if f" {name.lower()}" in text] == [], path
    laws = {key for key, item in model.knowledge.items.items() if item.entry.type == "legal_rule"}
    kept = laws & begun.knowledge.items.keys()
    assert len(kept) > 0.9 * len(laws)
    towns = {key for key, item in model.knowledge.items.items() if item.entry.type == "partner_town"}
    assert not towns & begun.knowledge.items.keys()


def test_municipality_yaml(started: Path) -> None:
    data = yaml.safe_load((started / "municipality.yaml").read_text("utf-8"))
    assert data["name"] == "Provsunda"
    assert data["names"] == ["Provsunda kommun", "Provsunda municipality"]
    assert data["languages"] == ["sv", "en"]
    assert data["complete"] == ["partner-towns-now"]
    assert data["status"][0]["rows"][0] == {
        "label": {"sv": "Vänorter nu", "en": "Partner towns now"},
        "entries": ["partner-towns-now"],
    }


def test_a_town_file(started: Path) -> None:
    assert (
        (started / "partner_towns" / "proveby.sv.md").read_text("utf-8")
        == """---
id: proveby
type: partner_town
title: Prøveby, vänort i Danmark
aliases:
- Prøveby
questions:
- Är Prøveby vår vänort?
- Vad har Provsunda för samarbete med Prøveby?
golden:
  reach:
  - Är Prøveby vänort till oss?
status: current
as_of: 2019-05-04
review_by: 2027-11-23
sources:
- title: Fullmäktiges protokoll
  date: 2019-05-04
country: DK
relation: partner_town
---
Prøveby i Danmark är vänort till Provsunda.
"""
    )


@pytest.mark.parametrize(
    ("question", "outcome", "says"),
    [
        ("Vilka vänorter har Provsunda?", Outcome.ANSWER, "2 vänorter: Näidislinn (Estland) och Prøveby (Danmark)"),
        ("Is Näidislinn our partner town?", Outcome.ANSWER, "Näidislinn in Estonia is a partner town of Provsunda."),
        ("Är Nuuk vänort till oss?", Outcome.ANSWER, "Nuuk finns inte bland dem som nämns här."),
        ("Är Vanda vår vänort?", Outcome.ANSWER, "Vanda finns inte bland dem som nämns här."),
        ("status", Outcome.ANSWER, "Läget – Provsunda"),
    ],
)
def test_it_answers_for_itself(begun: KnowledgeBase, question: str, outcome: Outcome, says: str) -> None:
    found = answer(Question.read(question), begun, TODAY)
    assert found.outcome is outcome
    assert says in plain(found)


def test_it_judges_aid(begun: KnowledgeBase) -> None:
    found = answer(Question.read("Får vi ge pengar till Ukraina?"), begun, TODAY)
    assert found.verdict is Verdict.NOT_SUPPORTED or found.outcome is Outcome.CLARIFY
    found = answer(Question.read("Får vi skänka en skolbuss till Ukraina?"), begun, TODAY)
    assert found.verdict is Verdict.ALLOWED_WITH_CONDITIONS


def test_the_first_chat_works(started: Path) -> None:
    typed = "hej\nVilka vänorter har Provsunda?\n"
    done = CliRunner().invoke(chat.command, ["--knowledge", str(started), "--today", "2026-11-23"], input=typed)
    assert done.exit_code == 0
    assert "frågor om Provsundas vänorter" in " ".join(done.output.split())
    assert "Näidislinn (Estland) och Prøveby (Danmark)" in " ".join(done.output.split())


SMALL = ROOT / "tests" / "data" / "exempelby"


@pytest.fixture
def source(folder: Path) -> Path:
    """A small folder to share from: countries, and one section of law beside its own entries."""
    (folder / "lists").mkdir()
    row = "  - {{code: {0}, sv: {1}, en: {2}, state_aid: 'no', source: s, as_of: 2026-01-01}}\n"
    named = (("EE", "Estland", "Estonia"), ("'NO'", "Norge", "Norway"), ("DK", "Danmark", "Denmark"))
    rows = "".join(row.format(*names) for names in named)
    (folder / "lists" / "countries.yaml").write_text(
        f"sources:\n  s: {{title: Lista, date: 2026-01-01}}\ncountries:\n{rows}", "utf-8"
    )
    (folder / "facts" / "law.sv.md").write_text(
        """---
id: law
type: fact
title: Vad lagen säger om bistånd
questions: [Får Exempelby ge bistånd?, Får en kommun ge bistånd?]
golden: {reach: [Får en kommun ge bistånd nu?, Får exempelbyborna ge bistånd?, Är månen av ost?]}
status: current
as_of: 2026-01-01
sources:
  - {title: Lag (2009:47), date: 2026-01-01}
  - {title: Rapport om vänorter, issuer: Exempelby kommun, date: 2026-01-01}
related: [kuressaare]
why: agreement-2025
notes: Exempelby frågade om detta.
---
En kommun får ge bistånd.
""",
        "utf-8",
    )
    return folder


def test_what_is_of_one_municipality_is_left_out_of_a_shared_entry(source: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "new", *GIVEN[:2], *GIVEN[-2:], "--no-input", source=source)
    assert done.exit_code == 0, done.output
    assert sorted(p.relative_to(tmp_path / "new").as_posix() for p in (tmp_path / "new").rglob("*.*")) == [
        "facts/law.sv.md",
        "facts/partner-towns-now.en.md",
        "facts/partner-towns-now.sv.md",
        "lists/countries.yaml",
        "municipality.yaml",
    ]
    assert (
        (tmp_path / "new" / "facts" / "law.sv.md").read_text("utf-8")
        == """---
id: law
type: fact
title: Vad lagen säger om bistånd
questions:
- Får en kommun ge bistånd?
golden:
  reach:
  - Får en kommun ge bistånd nu?
status: current
as_of: 2026-01-01
sources:
- title: Lag (2009:47)
  date: 2026-01-01
---
En kommun får ge bistånd.
"""
    )


def test_that_no_town_is_named_does_not_say_that_there_is_none(source: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "new", typed="Provsunda\nsv, en\n\n", source=source)
    assert done.exit_code == 0, done.output
    assert "Vilket dokument" not in done.output
    again = run(tmp_path / "again", *NO_TOWNS, source=source)
    assert again.exit_code == 0, again.output
    for name in ("new", "again"):
        text = (tmp_path / name / "facts" / "partner-towns-now.sv.md").read_text("utf-8")
        assert "status: unknown" in text
        assert text.endswith("Vilka vänorter Provsunda har, om någon, är inte känt: det är inte inlagt här.\n")
        assert "complete" not in yaml.safe_load((tmp_path / name / "municipality.yaml").read_text("utf-8"))
        base = open_base(tmp_path / name).base
        assert base is not None
        assert answer(Question.read("Har Provsunda någon vänort?"), base, TODAY).outcome is Outcome.NO_ANSWER


def test_what_speaks_of_one_municipalitys_papers_companies_and_towns_is_left_out(source: Path, tmp_path: Path) -> None:
    path = source / "facts" / "law.sv.md"
    text = path.read_text("utf-8")
    asked = "Får en kommun ge bistånd?"
    text = text.replace(
        f"{asked}]", f"{asked}, Nämner utredningen 2025 detta?, Kuressaarebesök?, Får Exbolaget ge?]", 1
    )
    told = "En kommun får ge bistånd. Utredningen 2025 nämner inte det.\n\nUtredningen 2025 är kort. Fråga juristen.\n"
    path.write_text(text.replace("En kommun får ge bistånd.\n", told, 1), "utf-8")
    with (source / "municipality.yaml").open("a", encoding="utf-8") as file:
        file.write("papers: [utredningen 2025]\ncompanies: [Exbolaget]\n")
    assert not (run(tmp_path / "new", *NO_TOWNS, source=source).exit_code)
    # In the second paragraph something follows on what would be left out: the entry stays where it is.
    assert not (tmp_path / "new" / "facts" / "law.sv.md").exists()
    path.write_text(path.read_text("utf-8").replace(" Fråga juristen.", ""), "utf-8")
    assert not (run(tmp_path / "other", *NO_TOWNS, source=source).exit_code)
    shared = (tmp_path / "other" / "facts" / "law.sv.md").read_text("utf-8")
    assert shared.endswith("---\nEn kommun får ge bistånd.\n")
    assert f"questions:\n- {asked}\ngolden:" in shared


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("En kommun får ge bistånd.\n", "Rapporten säger att en kommun får ge bistånd.\n"),
        ("En kommun får ge bistånd.\n", "Exempelbys nämnd får ge bistånd.\n"),
        ("  - {title: Lag (2009:47), date: 2026-01-01}\n", ""),
        ("type: fact", "type: cooperation\nstate: done"),
    ],
    ids=["leans on the municipality's paper", "names it", "has no other source", "is not of a shared type"],
)
def test_entries_that_are_not_shared(source: Path, tmp_path: Path, old: str, new: str) -> None:
    path = source / "facts" / "law.sv.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    done = run(tmp_path / "new", *GIVEN[:2], *GIVEN[-2:], "--no-input", source=source)
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "new" / "facts" / "law.sv.md").exists()


def test_asked_in_turn(source: Path, tmp_path: Path) -> None:
    typed = "\n".join(
        [
            "Provsunda",
            "sv, da",
            "sv",
            "Näidislinn",
            "Näidislinn=XX",
            "Näidislinn, estland",
            "",
            "Avtalet",
            "igår",
            "2020-05-04",
        ]
    )
    done = run(tmp_path / "new", typed=typed + "\n", source=source)
    assert done.exit_code == 0, done.output
    assert "välj ett av: sv, en" in done.output
    for text in ("Näidislinn", "Näidislinn=XX"):
        assert f"”{text}” är inte ett namn, ett komma och ett land." in done.output
    assert "”igår” är ingen dag. Skriv den som ÅÅÅÅ-MM-DD." in done.output
    data = yaml.safe_load((tmp_path / "new" / "municipality.yaml").read_text("utf-8"))
    assert data["languages"] == ["sv"]
    assert sorted(p.name for p in (tmp_path / "new").rglob("*.md")) == [
        "law.sv.md",
        "naidislinn.sv.md",
        "partner-towns-now.sv.md",
    ]
    text = (tmp_path / "new" / "partner_towns" / "naidislinn.sv.md").read_text("utf-8")
    assert "- title: Avtalet\n  date: 2020-05-04\n" in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--no-input", *GIVEN[:4]],
            "Med --no-input behövs --name, och --source där det finns --town.",
        ),
        (
            [*GIVEN[:2], *GIVEN[-2:], "--no-input", "--town", "Nuuk"],
            "”Nuuk” är inte ett namn, ett komma och ett land. Skriv landets namn eller dess kod på två bokstäver, som "
            "Estland eller EE.",
        ),
    ],
)
def test_wrong_use_writes_nothing(source: Path, tmp_path: Path, options: list[str], message: str) -> None:
    done = run(tmp_path / "new", *options, source=source)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == f"Error: {message}"
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_there_is_left_alone(source: Path) -> None:
    before = {path: path.read_bytes() for path in source.rglob("*.*")}
    done = run(source, *GIVEN, "--no-input", source=source)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == f"Error: {source} finns redan och är inte tom. Ange en ny mapp."
    assert {path: path.read_bytes() for path in source.rglob("*.*")} == before


def test_towns_that_cannot_stand_together_write_nothing(source: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "new", *GIVEN[:4], *GIVEN[-2:], "--town", "Naidislinn=NO", "--no-input", source=source)
    assert done.exit_code == 1
    assert "VK202 Namnet ”Naidislinn” används också i partner_towns/naidislinn.sv.md." in done.output
    assert done.output.splitlines()[-1] == "Inget är skrivet. Rätta det som står ovan och försök igen."
    assert not (tmp_path / "new").exists()
