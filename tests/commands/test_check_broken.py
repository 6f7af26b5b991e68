"""Files that a person breaks, each in another way: told with file, line and remedy, in two languages, no traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.check import command
from bot.kb.load import load
from bot.kb.sentences import REQUIRED
from bot.locales import _table
from bot.question import Language
from bot.upkeep.formats import FEW
from bot.upkeep.lines import Lines
from bot.upkeep.warnings import WEIGHT, warnings

Spoil = Callable[[Path], object]

ROOT = Path(__file__).parent.parent.parent
SMALL = ROOT / "tests" / "data" / "exempelby"
TONDER = "partner_towns/tonder.sv.md"
TONDER_EN = "partner_towns/tonder.en.md"
AGREEMENT = "decisions/agreement-2025.sv.md"
PROFILE = "municipality.yaml"
KURESSAARE = "partner_towns/kuressaare.sv.md"
COUNTRIES, PLACES = "lists/countries.yaml", "lists/places.yaml"
WORDS, SENTENCES = "aid/words.yaml", "aid/sentences.yaml"


def run(folder: Path, *options: str) -> Result:
    done = CliRunner().invoke(command, ["--knowledge", str(folder), "--today", "2026-11-23", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def told(folder: Path) -> dict[tuple[str, str, int], str]:
    found = json.loads(run(folder, "--json").output)["problems"]
    return {(p["id"], p["file"], p["line"]): f"{p['what']} {p['remedy']}" for p in found}


def text(file: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        before = (folder / file).read_text("utf-8")
        assert old in before
        (folder / file).write_text(before.replace(old, new, 1), "utf-8")

    return spoil


def raw(file: str, change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(change(path.read_bytes() if path.is_file() else b""))

    return spoil


def renamed(file: str, to: str) -> Spoil:
    return lambda folder: (folder / file).rename(folder / to)


def removed(file: str) -> Spoil:
    return lambda folder: (folder / file).unlink()


STATISTIC = """---
id: s
type: statistic
title: Antal
status: historical
as_of: 2026-01-01
sources: [{title: Lista, date: 2026-01-01}]
values: [{value: VALUE, unit: st, year: 2020}]
---
Antalet var tolv.
"""

COUNTRY = b"sources:\n  s: {title: Lista, date: 2026-01-01}\ncountries:\n"
PLACE = b"places:\n- {name: A, names: [b, B], country: EE}\noccupied:\n"
OCCUPIED = (
    b"- {name: B, names: [b], country: EE, source: s, as_of: 2026-01-01}\nsources: {s: {title: L, date: 2026-01-01}}\n"
)
TOPIC = b"""  - id: vanort
    title: {sv: Orten, en: Town}
    words: [Allt, allt]
    rows: [{label: {sv: A, en: B}, entries: [kuressaare]}]
"""


def row(code: str) -> bytes:
    return f"- {{code: {code}, sv: L{code}, en: L{code}, state_aid: 'no', source: s, as_of: 2026-01-01}}\n".encode()


FAULTS: list[tuple[Spoil, str, str, int, str]] = [
    (raw(TONDER, lambda b: b.decode().encode("utf-16")), "VK103", TONDER, 1, "UTF-8"),
    (raw(TONDER, lambda b: b.decode().encode("latin-1")), "VK103", TONDER, 4, "UTF-8"),
    (raw(TONDER, lambda b: bytes(range(256))), "VK103", TONDER, 2, "UTF-8"),
    (raw("facts/x.sv.md", lambda b: b"PK\x03\x04\xff"), "VK103", "facts/x.sv.md", 1, "Word"),
    (raw(TONDER, lambda b: b""), "VK114", TONDER, 1, "tom"),
    (raw(TONDER, lambda b: b"\n \n"), "VK114", TONDER, 1, "tom"),
    (raw(PROFILE, lambda b: b""), "VK114", PROFILE, 1, "tom"),
    (raw(PROFILE, lambda b: b"- a\n"), "VK106", PROFILE, 1, "nyckel: värde"),
    (removed(PROFILE), "VK002", PROFILE, 1, "municipality.yaml"),
    (raw(TONDER, lambda b: b + b"\nhej\x07\n"), "VK115", TONDER, 22, "styrtecken"),
    (text(TONDER, "title: ", "title: \0"), "VK115", TONDER, 4, "styrtecken"),
    (text(TONDER, "country: DK", "<<<<<<< HEAD\ncountry: DK\n>>>>>>> x"), "VK116", TONDER, 15, "krockar"),
    (raw(TONDER, lambda b: b + b"\n<<<<<<< HEAD\nhej\n"), "VK116", TONDER, 22, "krockar"),
    (text(TONDER, "---\n", "----\n"), "VK101", TONDER, 1, "---"),
    (raw(TONDER, lambda b: b.rsplit(b"---", 1)[0]), "VK102", TONDER, 19, "---"),
    (text(TONDER, "  - Är", "\t- Är"), "VK105", TONDER, 7, "tabb"),
    (text(PROFILE, "  - {sv: Vad", "\t- {sv: Vad"), "VK105", PROFILE, 7, "tabb"),
    (text(TONDER, "title: ", 'title: "'), "VK105", TONDER, 4, "citattecknet"),
    (text(TONDER, "title: ", "title: Vänort: "), "VK105", TONDER, 4, "kolon"),
    (text(TONDER, "title: ", "title: %"), "VK105", TONDER, 4, "börjar med %"),
    (text(TONDER, "title: ", "title: @"), "VK105", TONDER, 4, "börjar med @"),
    (text(TONDER, "title: ", "title: !!python/object:os.system "), "VK105", TONDER, 4, "läsa"),
    (text(TONDER, "aliases: [", "aliases: &a [*a, "), "VK105", TONDER, 2, "utan slut"),
    (text(TONDER, "country: DK", "country: DK\n<<: {notes: hej}"), "VK105", TONDER, 16, "läsa"),
    (text(TONDER, "country: DK", "country: DK\n...\nfoo: bar"), "VK105", TONDER, 17, "läsa"),
    (text(TONDER, "as_of: 2026-03-01", "as_of: 2026-13-45"), "VK105", TONDER, 12, "2026-13-45 är ingen dag"),
    (text(TONDER, "as_of: 2026-03-01", "as_of: 1 mars 2026"), "VK123", TONDER, 12, "ÅÅÅÅ-MM-DD"),
    (text(TONDER, "as_of: 2026-03-01", "as_of: 2026-03-01 10:00"), "VK123", TONDER, 12, "ÅÅÅÅ-MM-DD"),
    (text(TONDER, "as_of: 2026-03-01", "as_of: 86400"), "VK123", TONDER, 12, "86400 är ingen dag"),
    (text(TONDER, "title: Tønder", "title: [a, b] #"), "VK123", TONDER, 4, "en text"),
    (text(TONDER, "title: Tønder", "title: {a: b} #"), "VK123", TONDER, 4, "kolon"),
    (text(TONDER, "title: Tønder", "title: #"), "VK123", TONDER, 4, "värdet saknas"),
    (text(TONDER, "aliases: [", "aliases: Tönder #["), "VK123", TONDER, 5, "en lista"),
    (text(TONDER, "aliases: [", "aliases: [12, "), "VK123", TONDER, 5, "aliases › 1 kan inte stå så: 12 läses inte"),
    (text(TONDER, "aliases: [", "aliases: [no, "), "VK123", TONDER, 5, "citattecken"),
    (text(TONDER, "aliases: [", 'aliases: ["", '), "VK123", TONDER, 5, "tom"),
    (text(TONDER, "aliases: [", 'aliases: ["!!!", '), "VK135", TONDER, 5, "”!!!”"),
    (text(TONDER, "  - Är Tønder vänort?", "  - Är Tønder: vänort?"), "VK123", TONDER, 7, "kolon"),
    (text(TONDER, "  - {title: Full", "    {title: Full"), "VK123", TONDER, 13, "en lista"),
    (text(TONDER, "- {title: Full", "- {url: www.x.se, title: Full"), "VK123", TONDER, 14, "https://"),
    (text(TONDER, "country: DK", "country: Danmark"), "VK123", TONDER, 15, "två stora bokstäver"),
    (text(TONDER, "title: ", f"brief: {'x' * 161}\ntitle: "), "VK123", TONDER, 4, "högst 160 tecken"),
    (text(TONDER, "title: ", "title: x\ntitle: "), "VK107", TONDER, 5, "title står två gånger"),
    (text(TONDER, "id: tonder\n", ""), "VK122", TONDER, 2, "id saknas"),
    (text(TONDER, "id: tonder", "id: 5"), "VK109", TONDER, 2, "filnamn"),
    (renamed(TONDER, "partner_towns/x.sv.md"), "VK109", "partner_towns/x.sv.md", 2, "filnamn"),
    (renamed(TONDER, "partner_towns/x.sv.md"), "VK112", TONDER_EN, 1, "tonder.sv.md"),
    (renamed(TONDER, "partner_towns/tonder.fi.md"), "VK108", "partner_towns/tonder.fi.md", 1, "<id>.sv.md"),
    (renamed(TONDER, "partner_towns/tonder.sv.md.txt"), "VK112", TONDER_EN, 1, "tonder.sv.md"),
    (lambda f: shutil.copy(f / TONDER, f / "facts/tonder.sv.md"), "VK111", TONDER, 1, "facts/tonder.sv.md"),
    (text(TONDER_EN, "id: tonder\n", "id: tonder\nstatus: current\n"), "VK121", TONDER_EN, 3, "status är okänd"),
    (text(TONDER_EN, "id: tonder\n", "id: tonder\naliases: [Kuressaare]\n"), "VK202", TONDER_EN, 3, "kuressaare.sv.md"),
    (text(TONDER_EN, "ions: [", "ions: [Which is our partner town?, "), "VK203", TONDER_EN, 4, "kuressaare.sv.md"),
    (text(PROFILE, "name: Exempelby", "name: Exempelby\nlanguages: [fi]"), "VK123", PROFILE, 2, "välj ett av sv, en."),
    (text(PROFILE, "  - {sv: Är Tønder vänort?, en: Is Tønder a partner town?}\n", ""), "VK123", PROFILE, 5, "minst 3"),
    (text(PROFILE, "{sv: kanslichefen, en: the head of the chancellery}", "chefen"), "VK123", PROFILE, 3, "sv: …"),
    (raw("lists/x.yaml", lambda b: b"a: b\n"), "VK130", "lists/x.yaml", 1, "lists/synonyms.yaml"),
    (raw("lists/synonyms.yaml", lambda b: b"groups:\n- [a]\n"), "VK123", "lists/synonyms.yaml", 2, "minst 2"),
    (raw("lists/synonyms.yaml", lambda b: b"groups:\n- [a, '?']\n"), "VK135", "lists/synonyms.yaml", 2, "”?”"),
    (
        raw("lists/synonyms.yaml", lambda b: b"groups:\n- [a, b]\n- [b, c]\n"),
        "VK132",
        "lists/synonyms.yaml",
        3,
        "b står också på rad 2,",
    ),
    (raw(COUNTRIES, lambda b: COUNTRY + row("EE") + row("DK") + row("EE")), "VK140", COUNTRIES, 6, "rad 4"),
    (raw(COUNTRIES, lambda b: COUNTRY + row("DK")), "VK215", KURESSAARE, 20, "Landet EE"),
    (raw(PLACES, lambda b: PLACE + OCCUPIED), "VK132", PLACES, 4, "B står också på rad 2"),
    (raw(PROFILE, lambda b: b + TOPIC), "VK141", PROFILE, 18, "Ordet Allt kallar också på statuskortet på rad 10"),
    (text(TONDER, "as_of: 2026-03-01", "as_of: 2026-11-24"), "VK212", TONDER, 12, "as_of är 2026-11-24"),
    (text(TONDER, "date: 2026-03-01}", "date: 2062-03-01}"), "VK212", TONDER, 14, "date är 2062-03-01"),
    (text(AGREEMENT, "decided_on: 2025-11-20", "decided_on: 2027-11-20"), "VK212", AGREEMENT, 17, "förslag"),
    (text(TONDER, "as_of: 2026-03-01", "as_of: 0226-03-01"), "VK123", TONDER, 12, "årtalet i 0226-03-01"),
    (text(TONDER, "as_of: 2026-03-01", "as_of: 3026-03-01"), "VK123", TONDER, 12, "årtalet i 3026-03-01"),
    (text(KURESSAARE, "review_by: 2027-03-01", "review_by: 1827-03-01"), "VK123", KURESSAARE, 17, "årtalet"),
    (text(KURESSAARE, "review_by: 2027-03-01", "valid_until: 1026-03-01"), "VK123", KURESSAARE, 17, "årtalet"),
    (text(AGREEMENT, "stage: laga kraft", "stage: förslag"), "VK213", AGREEMENT, 16, "proposed"),
    (raw(WORDS, lambda b: b"heads: {goods: ['-']}\nphrases: {}\n"), "VK135", WORDS, 1, "”-”"),
    (raw(WORDS, lambda b: b"heads: {}\nphrases: {}\n"), "VK136", WORDS, 1, SENTENCES),
    (raw(WORDS, lambda b: b"heads:\n  special_good: [x]\nphrases: {}\n"), "VK137", WORDS, 2, "special_goods"),
    (raw(WORDS, lambda b: b"heads: {}\nphrases:\n  sanctoned: [x]\n"), "VK137", WORDS, 3, "sanctioned"),
    (raw(WORDS, lambda b: b"heads: {}\nphrases:\n  qqqq: [x]\n"), "VK137", WORDS, 3, "Ta bort den"),
    (raw(WORDS, lambda b: b"phrases: {}\nheads:\n  money: []\n"), "VK138", WORDS, 2, "tomma under heads"),
    (raw(SENTENCES, lambda b: b"sentences: {military: {sv: A, en: B}}\n"), "VK133", SENTENCES, 1, "aid_advice"),
    (raw(SENTENCES, lambda b: b"sentences:\n  military: {sv: 'A {x}', en: B}\n"), "VK134", SENTENCES, 2, "{country}"),
    (raw(SENTENCES, lambda b: b"sentences:\n  military: {sv: 'Nej, A', en: B}\n"), "VK142", SENTENCES, 2, "med Nej"),
    (raw(SENTENCES, lambda b: b"sentences:\n  military:\n    sv: A\n    en: Yes.\n"), "VK142", SENTENCES, 4, "med Yes"),
    (raw(SENTENCES, lambda b: b"sentences:\n  a:\n    sv: A {to}\n    en: B\n"), "VK143", SENTENCES, 4, "saknar {to}"),
    (
        raw(SENTENCES, lambda b: b"sentences:\n  a:\n    sv: A\n    en: B {country}\n"),
        "VK143",
        SENTENCES,
        3,
        "{country}",
    ),
    (raw(SENTENCES, lambda b: b"sentences:\n  military: {sv: A, en: 'B {'}\n"), "VK134", SENTENCES, 2, "military (en)"),
    *(
        (
            raw("facts/s.sv.md", lambda b, v=v: STATISTIC.replace("VALUE", v).encode()),
            "VK123",
            "facts/s.sv.md",
            8,
            "tal",
        )  # type: ignore[misc]
        for v in (".nan", ".inf", "tolv")
    ),
]


@pytest.mark.parametrize(("spoil", "id_", "file", "line", "words"), FAULTS)
def test_a_fault_is_told_where_it_is_and_in_the_readers_language(
    folder: Path, spoil: Spoil, id_: str, file: str, line: int, words: str
) -> None:
    spoil(folder)
    found = told(folder)
    assert (id_, file, line) in found, found
    assert words in found[(id_, file, line)]
    english = run(folder, "--lang", "en")
    assert f"{file}:{line}: fault {id_} " in english.output
    assert english.exit_code == 1
    for output in (english.output, "".join(found.values())):
        assert "Input should" not in output
        assert "expected" not in output


def test_endless_brackets_are_told_as_a_fault_at_or_after_their_line(folder: Path) -> None:
    """Where the parser gives up on them differs between builds of libyaml."""
    text(TONDER, "country: DK", f"country: DK\nnotes: {'[' * 5000}")(folder)
    ((id_, file, line),) = (key for key in told(folder) if key[0] == "VK105")
    assert (id_, file) == ("VK105", TONDER)
    assert 16 <= line <= 18


@pytest.mark.parametrize(
    "spoil",
    [
        raw(TONDER, lambda b: b"\xef\xbb\xbf" + b),
        raw(TONDER, lambda b: b.replace(b"\n", b"\r\n")),
        raw(TONDER, lambda b: b.replace(b"\n", b"\r")),
        text(TONDER, "title: ", "title: &anchor "),
        text(TONDER, "title: Tønder", "title: ”Tønder”"),
        lambda folder: (folder / "facts" / "loop").symlink_to(folder),
    ],
    ids=["BOM", "CRLF", "CR", "anchor", "curly quotes", "a link that goes round"],
)
def test_what_editors_do_to_files_is_no_fault(folder: Path, spoil: Spoil) -> None:
    spoil(folder)
    assert run(folder).output == "Poster: 4. Testfrågor: 6. Fel: 0. Varningar: 0.\n"


WARNINGS: list[tuple[Spoil, str, str, int, str]] = [
    (raw("facts/notes.txt", lambda b: b"x"), "VK117", "facts/notes.txt", 1, "Döp om"),
    (raw("facts/x.yaml", lambda b: b"a: b\n"), "VK117", "facts/x.yaml", 1, "Döp om"),
    (raw("lists/x.sv.md", lambda b: b"x"), "VK117", "lists/x.sv.md", 1, "Döp om"),
    (lambda f: (f / "facts/x.sv.md").symlink_to(f / "gone"), "VK117", "facts/x.sv.md", 1, "Döp om"),
    (text(AGREEMENT, "stage: laga", "draft: true\nstage: laga"), "VK315", PROFILE, 17, "agreement-2025"),
    (text(AGREEMENT, "decided_on: 2025-11-20", "decided_on: 2025-11-19"), "VK311", AGREEMENT, 17, "2025-11-19"),
    (text(AGREEMENT, "till och med 2030", "till och med 2031"), "VK314", AGREEMENT, 19, "2030"),
    (text(TONDER, "Tønder i Danmark är", "Nej, Tønder i Danmark är"), "VK313", TONDER, 20, "”Nej”"),
    (
        raw("facts/s.sv.md", lambda b: STATISTIC.replace("VALUE", "13").replace("tolv", "12").encode()),
        "VK311",
        "facts/s.sv.md",
        8,
        "13",
    ),
]


@pytest.mark.parametrize(("spoil", "id_", "file", "line", "words"), WARNINGS)
def test_a_warning_keeps_nothing_from_going_live(
    folder: Path, spoil: Spoil, id_: str, file: str, line: int, words: str
) -> None:
    spoil(folder)
    found = told(folder)
    assert (id_, file, line) in found, found
    assert words in found[(id_, file, line)]
    assert run(folder).exit_code == 0


def test_a_fault_in_one_file_hides_none_in_another(folder: Path) -> None:
    raw(PROFILE, lambda b: b"- a\n")(folder)
    text(TONDER_EN, "id: tonder\n", "id: tonder\naliases: [Kuressaare]\n")(folder)
    text(TONDER, "country: DK", "country: DK\nrelated: [nowhere]")(folder)
    text(AGREEMENT, "stage: laga kraft", "stage: klart")(folder)
    raw("lists/x.yaml", lambda b: b"a: b\n")(folder)
    assert {id_ for id_, _, _ in told(folder)} >= {"VK106", "VK202", "VK201", "VK123", "VK130"}


def test_all_faults_of_one_file_are_told_at_once(folder: Path) -> None:
    text(TONDER, "id: tonder", "id: toender")(folder)
    text(TONDER, "as_of: 2026-03-01", "as_of: i mars")(folder)
    text(TONDER, "country: DK", "countri: Danmark")(folder)
    raw(TONDER, lambda b: b.rpartition(b"---")[0] + b"---\n")(folder)
    found = [(id_, line) for id_, file, line in told(folder) if file == TONDER]
    assert found == [("VK109", 2), ("VK122", 2), ("VK123", 12), ("VK121", 15), ("VK110", 20)]


def test_every_missing_sentence_is_counted(folder: Path) -> None:
    raw(SENTENCES, lambda b: b"sentences: {military: {sv: A, en: B}}\n")(folder)
    assert f"Meningar som saknas: {len(REQUIRED) - 1} (" in told(folder)[("VK133", SENTENCES, 1)]


def test_a_rule_of_law_that_the_answers_on_aid_rest_on_is_missed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "provsunda", tmp_path / "k"))
    file = "legal_rules/befogenhetslagen-5-8.sv.md"
    text(file, "status: current", "status: historical\nvalid_until: 2025-10-01")(folder)
    removed("legal_rules/befogenhetslagen-5-9.sv.md")(folder)
    removed("legal_rules/befogenhetslagen-5-9.en.md")(folder)
    for referring in folder.rglob("*.sv.md"):
        referring.write_text(referring.read_text("utf-8").replace("befogenhetslagen-5-9", "aid-general"), "utf-8")
    text(PROFILE, "- befogenhetslagen-5-9", "- aid-general")(folder)
    knowledge = load(folder).knowledge
    assert knowledge is not None
    found = {p.file: p for p in warnings(knowledge, Lines(folder), date(2026, 11, 23)) if p.id == "VK312"}
    assert set(found) == {file, SENTENCES}
    assert "befogenhetslagen-5-9" in found[SENTENCES].what(Language.SV)


def test_a_name_on_two_lines_is_told_once(folder: Path) -> None:
    raw(PLACES, lambda b: PLACE + OCCUPIED)(folder)
    raw("lists/synonyms.yaml", lambda b: b"groups:\n- [a, b]\n- [b, B, c]\n")(folder)
    found = json.loads(run(folder, "--json").output)["problems"]
    assert [(p["file"], p["line"]) for p in found if p["id"] == "VK132"] == [
        (PLACES, 4),
        ("lists/synonyms.yaml", 3),
    ]


def test_many_warnings_of_one_kind_are_told_together(folder: Path) -> None:
    for n in range(FEW + 2):
        raw(f"facts/n{n}.txt", lambda b: b"x")(folder)
    rows = run(folder, "--lang", "en").output.splitlines()
    assert rows[0].startswith(f"warning VK117 Files that the bot does not read: {FEW + 2}.")
    assert rows[1 : FEW + 1] == [f"  facts/n{n}.txt:1: The bot does not read this file." for n in range(FEW)]
    assert rows[FEW + 1] == "  … and 2 more. vanort check --all shows each by itself."
    assert len(rows) == FEW + 3
    each = run(folder, "--all").output.splitlines()
    assert len([row for row in each if ": varning VK117 " in row]) == FEW + 2


def test_what_makes_an_answer_wrong_comes_before_what_may_be_better(folder: Path) -> None:
    text(TONDER, "Tønder i Danmark är", "Nej, Tønder i Danmark är")(folder)
    text(AGREEMENT, "till och med 2030", "till och med 2031")(folder)
    raw("facts/notes.txt", lambda b: b"x")(folder)
    assert [id_ for id_, _, _ in told(folder)] == ["VK314", "VK314", "VK117", "VK313"]


def test_every_kind_of_warning_has_its_place_and_words_for_many_of_it() -> None:
    for language in Language:
        words = _table(language)["check"]
        kinds = {id_ for id_, told in words.items() if id_.startswith("VK") and "many" in told}
        assert kinds >= {*WEIGHT, *(id_ for id_ in words if id_.startswith("VK3"))}
        assert all("{count}" in words[id_]["many"] for id_ in kinds)
    assert {id_ for id_ in _table(Language.SV)["check"] if id_.startswith("VK3")} <= {*WEIGHT, "VK310"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_file_it_is_told_and_never_fails(folder: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from([TONDER, TONDER_EN, PROFILE]))
    before = (SMALL / file).read_bytes()
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, min(len(before), start + 40)))
    piece = data.draw(
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from([b"- ", b": ", b"[", b"}", b"'", b"\n---\n", b"\t", b"&a *a", b"!!x ", b"? "]),
        )
    )
    (folder / file).write_bytes(before[:start] + piece + before[end:])
    for problem in load(folder).problems:
        for language in Language:
            assert problem.what(language)
            assert problem.remedy(language)
