"""The tenants file: whose workspace is whose, and every fault at once with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from bot.channels import loopback, slack, teams
from bot.question import Language
from bot.settings import SettingsError
from bot.store import Retention
from bot.tenants import ChannelName, one, read_tenants

FILE = """\
tenants:
  storby:
    knowledge: ../knowledge
    workspaces: {slack: [T1, T2], loopback: [storby]}
    coordinators: {slack: [U1]}
    places: {slack: C1}
    retention: {text_days: 90, decision: KS 2026/77}
  exempelby:
    knowledge: exempelby
    workspaces: {teams: [0f3a], loopback: [exempelby]}
    languages: [en, sv]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tenants.yaml"
    path.write_text(FILE)
    return path


def refused(path: Path, text: str) -> list[str]:
    path.write_text(text)
    with pytest.raises(SettingsError) as error:
        read_tenants(path)
    return [fault.removeprefix(f"{path}:") for fault in error.value.faults]


def test_workspaces_find_their_tenant(file: Path) -> None:
    tenants = read_tenants(file)
    storby, exempelby = tenants
    assert tenants.of("slack", "T2") is storby
    assert tenants.of("loopback", "exempelby") is exempelby
    assert tenants.of("teams", "T2") is None
    assert tenants.of("slack", "T3") is None
    assert tenants.named("exempelby") is exempelby
    with pytest.raises(LookupError):
        tenants.named("default")


def test_each_tenant_has_what_is_its_own(file: Path) -> None:
    storby, exempelby = read_tenants(file)
    assert storby.knowledge == file.parent / ".." / "knowledge"
    assert (storby.is_coordinator("slack", "U1"), storby.is_coordinator("teams", "U1")) == (True, False)
    assert (storby.places, exempelby.places) == ({"slack": "C1"}, {})
    assert exempelby.languages == (Language.EN, Language.SV)
    assert storby.retention == Retention(90, "KS 2026/77")
    assert exempelby.retention == Retention(), "one municipality's decision is no other's"


def test_in_a_repository_folders_are_those_of_the_repository(file: Path) -> None:
    _, exempelby = read_tenants(file, in_repository=True)
    assert exempelby.knowledge == Path("exempelby")


def test_without_a_file_there_is_one_tenant_with_every_workspace() -> None:
    tenants = one(Path("knowledge"), Retention())
    (only,) = tenants
    assert only.name == "default"
    assert tenants.of("slack", "T1") is tenants.of("teams", "x") is only


def test_every_fault_is_told_with_its_line(file: Path) -> None:
    text = FILE.replace("knowledge: exempelby", "folder: exempelby").replace("[en, sv]", "[fi]").replace("90", "0")
    assert refused(file, text.replace("  storby:", "  Stor by:")) == [
        "2: tenants.Stor by.[key] is wrong: String should match pattern '^[a-z0-9][a-z0-9-]{0,62}$'. "
        "docs/operations.md shows a tenants file.",
        "7: tenants.Stor by.retention.text_days is wrong: Input should be greater than or equal to 1. "
        "docs/operations.md shows a tenants file.",
        "8: tenants.exempelby.knowledge is missing. Add it; docs/operations.md shows a tenants file.",
        "11: tenants.exempelby.languages.0 is wrong: Input should be 'sv' or 'en'. "
        "docs/operations.md shows a tenants file.",
        "9: the key tenants.exempelby.folder is unknown. Correct the spelling or remove it.",
    ]


def test_a_workspace_has_one_tenant(file: Path) -> None:
    assert refused(file, FILE.replace("[exempelby]", "[storby]")) == [
        "10: the loopback workspace storby belongs to storby already. Leave it with one of the two."
    ]


def test_teams_ids_are_the_same_in_any_case(file: Path) -> None:
    upper = FILE.replace("0f3a", "0F3A").replace("{slack: [U1]}", "{slack: [U1], teams: [9C1D]}")
    file.write_text(upper)
    tenants = read_tenants(file)
    storby, exempelby = tenants
    assert tenants.of("teams", "0f3a") is tenants.of("teams", "0F3a") is exempelby
    assert tenants.of("slack", "t1") is None
    assert [storby.is_coordinator("teams", person) for person in ("9c1d", "9C1D", "9c1e")] == [True, True, False]
    assert not storby.is_coordinator("slack", "u1")
    twice = upper.replace("slack: [T1, T2]", "teams: [0f3a]")
    assert refused(file, twice) == [
        "10: the teams workspace 0F3A belongs to storby already. Leave it with one of the two."
    ]


def test_a_channel_that_there_is_not_is_told(file: Path) -> None:
    text = (
        FILE.replace("{slack: [U1]}", "{slak: [U1]}").replace("{slack: C1}", "{Slack: C1}").replace("teams:", "team:")
    )
    told = "Write one of slack, teams, loopback."
    assert refused(file, text) == [
        f"5: there is no channel slak. {told}",
        f"6: there is no channel Slack. {told}",
        f"10: there is no channel team. {told}",
    ]


def test_the_channels_of_the_file_are_those_that_there_are() -> None:
    assert set(get_args(ChannelName)) == {slack.NAME, teams.NAME, loopback.NAME}


def test_a_retention_names_its_decision(file: Path) -> None:
    (told,) = refused(file, FILE.replace(", decision: KS 2026/77", ""))
    assert told.startswith("7: tenants.storby.retention.decision is missing.")


@pytest.mark.parametrize(("text", "line"), [("tenants: [", 2), ("- a", 1), ("tenants: {}", 1), ("tenants:\n  a: 1", 2)])
def test_what_is_no_tenants_file_is_refused(file: Path, text: str, line: int) -> None:
    assert refused(file, text)[0].startswith(f"{line}: ")


def test_a_place_needs_somebody_who_answers(file: Path) -> None:
    assert refused(file, FILE.replace("    coordinators: {slack: [U1]}\n", "")) == [
        "5: storby has places and no coordinators: nobody could answer what is shown there. "
        "Add coordinators, or remove places."
    ]
