"""A folder that is edited while it is asked: good edits are swapped in whole, faulty ones are told once."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import threading
import weakref
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from following import TOWN, CountedFolder, Told, edit

from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.kb.manifest import digest
from bot.live import FolderSource, LiveKnowledge, NoKnowledge, Version, fault_key
from bot.live import attempt as attempts
from bot.question import Question
from bot.render.text import plain

TODAY = date(2026, 11, 23)
QUESTION = "Är Tønder inte vänort längre?"
ENDED = "avtalet sades upp 2010"
STATUS = "status: historical"


def say(base: KnowledgeBase) -> str:
    return plain(answer(Question.read(QUESTION), base, TODAY))


def follow(folder: Path, told: Told, **more: object) -> closing[LiveKnowledge]:
    return closing(
        LiveKnowledge(CountedFolder(folder, told), on_fault=told.on_fault, on_change=told.on_change, **more)  # type: ignore[arg-type]
    )


def test_a_good_edit_is_swapped_in_whole(folder: Path, told: Told) -> None:
    with follow(folder, told) as live:
        first, before = live.current(), live.current().knowledge.digest
        assert before == digest(folder)
        assert live.commit is None
        edit(folder, ENDED, "avtalet sades upp 2011")
        assert told.wait(lambda: len(told.changes) == 1)
        assert told.changes == [(first, live.current())]
        assert "2011" in say(live.current())
        assert "2010" in say(first)  # whoever still holds the old one gets a whole answer
        assert live.current().knowledge.digest == digest(folder) != before
        assert live.problems == ()
    assert told.faults == []


def test_a_folder_can_be_named_as_it_is(folder: Path) -> None:
    with closing(LiveKnowledge(folder)) as live:
        assert "2010" in say(live.current())


def test_watching_notices_without_looking_through(folder: Path, told: Told) -> None:
    source = FolderSource(folder, settle_ms=20, look_seconds=3600)
    with closing(LiveKnowledge(source, on_change=told.on_change)):
        for n in range(120):  # the first edits may come before the watch is set up, which nothing tells
            edit(folder, f"sades upp {2010 + n}", f"sades upp {2011 + n}")
            if told.wait(lambda: bool(told.changes), 0.5):
                break
        assert told.changes


def test_a_faulty_edit_leaves_the_last_good_and_is_told_once(folder: Path, told: Told) -> None:
    with follow(folder, told) as live:
        first = live.current()
        edit(folder, STATUS, "status: wrong")
        assert told.wait(lambda: len(told.faults) == 1)
        (problem,) = told.faults[0]
        assert (problem.file, problem.line) == (TOWN, 11)
        assert live.problems == (problem,)
        (folder / "README.md").write_text("not knowledge", "utf-8")
        told.wait_for_looks(3)
        assert len(told.faults) == 1
        assert live.current() is first
        assert "2010" in say(live.current())


def test_each_faulty_state_is_told_and_mending_swaps(folder: Path, told: Told) -> None:
    with follow(folder, told) as live:
        edit(folder, STATUS, "status: wrong")
        assert told.wait(lambda: len(told.faults) == 1)
        edit(folder, "status: wrong", "status: worse")
        assert told.wait(lambda: len(told.faults) == 2)
        edit(folder, "status: worse", "status: wrong")
        told.wait_for_looks(3)
        assert len(told.faults) == 2  # told already, and never good since
        edit(folder, "status: wrong", f"{STATUS}\nreview_by: 2027-03-01")
        assert told.wait(lambda: len(told.changes) == 1)
        assert live.problems == ()
        edit(folder, f"{STATUS}\nreview_by: 2027-03-01", "status: wrong")
        assert told.wait(lambda: len(told.faults) == 3)  # the same fault as at first, but mended in between
    assert len(told.changes) == 1


def test_undoing_a_faulty_edit_is_no_change(folder: Path, told: Told) -> None:
    with follow(folder, told) as live:
        first = live.current()
        edit(folder, STATUS, "status: wrong")
        assert told.wait(lambda: len(told.faults) == 1)
        edit(folder, "status: wrong", STATUS)
        told.wait_for_looks(3)
        assert live.problems == ()
        assert live.current() is first
    assert told.changes == []


def test_a_warning_goes_live_and_is_told_as_a_problem_only(folder: Path, told: Told) -> None:
    with follow(folder, told) as live:
        (folder / "facts" / "travel-costs-unknown.en.md").unlink()
        assert told.wait(lambda: len(told.changes) == 1)
        assert [p.id for p in live.problems] == ["VK113"]
        told.wait_for_looks(2)
        assert [p.id for p in live.problems] == ["VK113"]
    assert told.faults == []


def test_a_folder_that_is_away_for_a_while(folder: Path, told: Told) -> None:
    """Deployments replace a whole folder; the one that comes has the name and is another."""
    with follow(folder, told) as live:
        away = folder.rename(folder.with_name("away"))
        assert told.wait(lambda: len(told.faults) == 1)
        assert [p.id for p in live.problems] == ["VK001"]
        assert "2010" in say(live.current())
        edit(away, ENDED, "avtalet sades upp 2012")
        away.rename(folder)
        assert told.wait(lambda: len(told.changes) == 1)
        assert "2012" in say(live.current())
        edit(folder, "2012", "2013")
        assert told.wait(lambda: len(told.changes) == 2)
        assert live.problems == ()


def test_a_faulty_folder_is_nothing_to_start_with(folder: Path) -> None:
    edit(folder, STATUS, "status: wrong")
    (folder / "facts" / "travel-costs-unknown.sv.md").write_text("no front matter", "utf-8")
    with pytest.raises(NoKnowledge) as caught:
        LiveKnowledge(folder)
    told = str(caught.value)
    assert f"{TOWN}:11: VK123" in told
    assert "facts/travel-costs-unknown.sv.md:1: VK101" in told
    assert "Put --- on the first line" in told
    assert not [t for t in threading.enumerate() if t.name == "vanort-knowledge"]


def test_with_a_cache_of_built_indexes(folder: Path, told: Told, tmp_path: Path) -> None:
    with follow(folder, told, cache=tmp_path / "cache") as live:
        edit(folder, ENDED, "avtalet sades upp 2011")
        assert told.wait(lambda: len(told.changes) == 1)
        assert "2011" in say(live.current())
    assert len(list((tmp_path / "cache").glob("*.db"))) == 2


@pytest.mark.parametrize("which", ["on_fault", "on_change"])
def test_a_callback_that_fails_does_not_end_the_following(
    folder: Path, told: Told, which: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the channel is down")

    callbacks = {"on_fault": told.on_fault, "on_change": told.on_change, which: fail}
    with closing(LiveKnowledge(CountedFolder(folder, told), **callbacks)) as live:  # type: ignore[arg-type]
        edit(folder, ENDED, "status: wrong")
        edit(folder, STATUS, "status: wrong")
        told.wait_for_looks(3)
        edit(folder, "status: wrong\n", STATUS + "\n")
        told.wait_for_looks(3)
        edit(folder, "Danmark är", "Danmark är nu")
        told.wait_for_looks(3)
        assert "Danmark är nu" in say(live.current())
    assert "the channel is down" in caplog.text


def test_a_bug_that_content_brings_out_leaves_the_last_good(
    folder: Path, told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with follow(folder, told) as live:
        first = live.current()
        with monkeypatch.context() as patch:
            patch.setattr(attempts, "open_base", lambda *_: {}["bug"])
            edit(folder, ENDED, "avtalet sades upp 2011")
            assert told.wait(lambda: len(told.faults) == 1)
            told.wait_for_looks(2)
        assert [p.id for p in live.problems] == ["VK005"]
        assert live.current() is first
        edit(folder, "2011", "2012")
        assert told.wait(lambda: len(told.changes) == 1)
        assert live.problems == ()
    assert len(told.faults) == 1
    assert "KeyError: 'bug'" in caplog.text


def test_a_base_that_cannot_be_asked_does_not_go_live(
    folder: Path, told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with follow(folder, told) as live:
        first = live.current()
        monkeypatch.setattr(attempts, "answer", lambda *_: {}["bug"])
        edit(folder, ENDED, "avtalet sades upp 2011")
        assert told.wait(lambda: len(told.faults) == 1)
        assert [p.id for p in live.problems] == ["VK005"]
        assert live.current() is first
    assert "KeyError: 'bug'" in caplog.text


def test_what_goes_live_is_warm(folder: Path) -> None:
    with closing(LiveKnowledge(folder)) as live:
        assert "gazetteer" in vars(live.current())  # what a base derives when it is first asked


def test_a_folder_that_changes_while_it_is_read_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def edited_meanwhile(*arguments: object) -> object:
        found = original(*arguments)  # type: ignore[arg-type]
        if not opened:
            edit(folder, ENDED, "avtalet sades upp 2011")
        opened.append(found)
        return found

    original = attempts.open_base
    monkeypatch.setattr(attempts, "open_base", edited_meanwhile)
    found = attempts.read(Version(folder), None, {}, TODAY)
    assert found.base is not None
    assert len(opened) == 2
    assert "2011" in say(found.base)
    assert found.digest == digest(folder)


def test_a_file_that_vanishes_while_it_is_read_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def vanish(root: Path) -> str:
        raise FileNotFoundError(2, "No such file or directory", str(root / TOWN))

    monkeypatch.setattr(attempts, "digest", vanish)
    found = attempts.read(Version(folder), None, {}, TODAY)
    assert found.base is None
    assert [(p.id, p.file, p.values) for p in found.faults] == [
        ("VK104", "tonder.sv.md", {"reason": "No such file or directory"})
    ]


def test_processes_agree_on_the_key_of_faults(folder: Path, tmp_path: Path) -> None:
    edit(folder, STATUS, "status: wrong")
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    one, other = (attempts.read(Version(f), None, {}, TODAY).faults for f in (folder, copy))
    assert fault_key(one) == fault_key(other)
    edit(copy, "country: DK", "country: Denmark")
    assert fault_key(attempts.read(Version(copy), None, {}, TODAY).faults) != fault_key(one)


def test_no_question_fails_while_knowledge_is_reloaded(folder: Path, told: Told) -> None:
    reloads, threads = 50, 4
    wrong: list[object] = []
    answered = [0] * threads
    done = threading.Event()
    asked = ["Which is our partner town?", "vem betalar resan till vänorten", "Är Nuuk vänort till oss?", QUESTION]
    entries: list[str | None] = []

    def ask(n: int, live: LiveKnowledge) -> None:
        while not done.is_set():
            try:
                base = live.current()
                said = say(base)
                if sum(f"upp {year}" in said for year in range(2010, 2011 + reloads)) != 1:
                    wrong.append(said)
                found = answer(Question.read(asked[n]), base, TODAY)
                if found.entry != entries[n]:
                    wrong.append(found)
            except Exception as fault:  # the thread's failure is the test's
                wrong.append(fault)
            answered[n] += 1

    bases: list[weakref.ref[KnowledgeBase]] = []
    progress = []
    with follow(folder, told) as live:
        entries += [answer(Question.read(question), live.current(), TODAY).entry for question in asked]
        assert entries[0] == "kuressaare"
        askers = [threading.Thread(target=ask, args=(n, live)) for n in range(threads)]
        for asker in askers:
            asker.start()
        try:
            for n in range(reloads):
                edit(folder, f"upp {2010 + n}", f"upp {2011 + n}")
                assert told.wait(lambda n=n: len(told.changes) == n + 1)  # type: ignore[misc]
                bases.append(weakref.ref(told.changes[-1][0]))
                told.changes[-1] = (live.current(), live.current())
                progress.append(sum(answered))
        finally:
            done.set()
            for asker in askers:
                asker.join()
        assert wrong == []
        assert f"upp {2010 + reloads}" in say(live.current())
        assert progress[-1] > progress[0] > 0
        assert min(answered) > reloads  # every thread went on asking
        told.changes.clear()
        gc.collect()
        assert [base for base in bases if base() is not None] == []  # old snapshots are given back
    assert told.faults == []


def test_closing_ends_the_thread_and_the_knowledge_stays(folder: Path) -> None:
    live = LiveKnowledge(folder)
    live.close()
    assert not [t for t in threading.enumerate() if t.name == "vanort-knowledge"]
    assert "2010" in say(live.current())


@pytest.mark.parametrize("module", ["bot.kb.base", "bot.answering", "bot.commands.ask"])
def test_the_core_does_not_load_it(module: str) -> None:
    code = f"import sys, {module}; print([m for m in sys.modules if m.startswith(('watchfiles', 'bot.live'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
