"""Knowledge from real git repositories: a bare one that is pushed to, and processes that follow its branch."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from following import Remote, Told

from bot.kb import refresh as refreshing
from bot.kb.base import KnowledgeBase
from bot.kb.parts import Part, read_part
from bot.live import GitSource, LiveKnowledge, NoKnowledge, Version

STATUS = "status: historical"
TOWN = "partner_towns/tonder.sv.md"


class CountedGit(GitSource):
    """A git source that tells each time it is asked, and what is live."""

    told: Told
    live: Version

    def versions(self, stop: threading.Event) -> Iterator[Version]:
        self.told.looked()
        yield from super().versions(stop)

    def keep(self, live: Version) -> None:
        super().keep(live)
        self.live = live


class Process:
    """One that follows the branch."""

    def __init__(self, url: str, branch: str = "main", *, subfolder: str | None = None, seconds: float = 0.2) -> None:
        self.told = Told()
        self.source = CountedGit(url, branch, subfolder=subfolder, poll_seconds=seconds)
        self.source.told = self.told
        self.live = LiveKnowledge(self.source, on_fault=self.told.on_fault, on_change=self.told.on_change)

    def wait_for_change(self, number: int) -> None:
        assert self.told.wait(lambda: len(self.told.changes) == number)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


def start(stack: ExitStack, remote: Remote, **more: object) -> Process:
    process = Process(str(remote.path), **more)  # type: ignore[arg-type]
    stack.callback(process.live.close)
    return process


def text(base: KnowledgeBase) -> str:
    (paragraph,) = base.knowledge.items["tonder"].bodies[base.knowledge.municipality.languages[0]]
    return paragraph


def test_every_process_swaps_to_the_commit_that_is_pushed(remote: Remote, stack: ExitStack) -> None:
    first = remote.push()
    processes = [start(stack, remote) for _ in range(2)]
    assert [p.live.commit for p in processes] == [first, first]
    second = remote.edit("upp 2010", "upp 2011")
    for process in processes:
        process.wait_for_change(1)
        assert process.live.commit == second
        assert "2011" in text(process.live.current())
        assert process.live.problems == ()
        assert process.told.faults == []
        assert process.source.live.commit == second
        assert [f.name for f in process.source.live.folder.parent.iterdir()] == [second]  # older folders are removed
    one, other = (process.live.current().knowledge.digest for process in processes)
    assert one == other


def test_the_indexes_of_a_branch_are_one_line_in_the_cache(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reading(root: Path, name: str) -> Part:
        read.append(name)
        return read_part(root, name)

    remote.push()
    cache = tmp_path / "cache"
    monkeypatch.setattr(refreshing, "read_part", reading)
    for year in range(2010, 2014):
        remote.edit(f"upp {year}", f"upp {year + 1}")
        read.clear()
        with closing(LiveKnowledge(GitSource(str(remote.path)), cache=cache)) as live:
            assert str(year + 1) in text(live.current())
    assert read == [TOWN]  # built out of the commit before, though every process has folders of its own
    assert len(list(cache.iterdir())) == 3


def test_a_faulty_commit_leaves_the_last_good_and_is_told_once(remote: Remote, stack: ExitStack) -> None:
    good = remote.push()
    process = start(stack, remote)
    remote.edit(STATUS, "status: wrong")
    assert process.told.wait(lambda: len(process.told.faults) == 1)
    process.told.wait_for_looks(3)
    assert len(process.told.faults) == 1
    assert [(p.file, p.line) for p in process.live.problems] == [(TOWN, 11)]
    assert process.live.commit == good
    mended = remote.edit("status: wrong", f"{STATUS}\nreview_by: 2027-03-01")
    process.wait_for_change(1)
    assert process.live.commit == mended
    assert process.live.problems == ()


def test_a_process_that_starts_on_a_faulty_commit_agrees_with_the_others(remote: Remote, stack: ExitStack) -> None:
    remote.push()
    old = start(stack, remote, seconds=3600)  # which sees none of the next commits
    good = remote.edit("upp 2010", "upp 2011")
    remote.edit(STATUS, "status: wrong")
    remote.edit("status: wrong", "status: worse")
    new = start(stack, remote)
    assert new.live.commit == good
    assert [f[0].line for f in new.told.faults] == [11]
    assert start(stack, remote).live.commit == good
    assert "2010" in text(old.live.current())
    mended = remote.edit("status: worse", STATUS)
    new.told.wait_for_looks(3)
    assert new.live.commit == mended
    assert new.told.changes == []  # the mended content is the one before the faults
    assert new.live.problems == ()


def test_a_missed_good_commit_is_gone_back_to(remote: Remote, stack: ExitStack, tmp_path: Path) -> None:
    """Two pushes between two fetches: the newest is faulty, the one before it must be found."""
    remote.push()
    process = start(stack, remote)
    away = remote.path.rename(tmp_path / "away.git")
    assert process.told.wait(lambda: len(process.told.faults) == 1)  # no fetch succeeds while it is away
    remote.git("remote", "set-url", "origin", str(away))
    good = remote.edit("upp 2010", "upp 2011")
    remote.edit(STATUS, "status: wrong")
    away.rename(remote.path)
    process.wait_for_change(1)
    assert process.live.commit == good
    assert "2011" in text(process.live.current())


def test_a_failing_fetch_leaves_the_last_good_and_is_told_once(
    remote: Remote, stack: ExitStack, tmp_path: Path
) -> None:
    first = remote.push()
    process = start(stack, remote)
    away = remote.path.rename(tmp_path / "away.git")
    assert process.told.wait(lambda: len(process.told.faults) == 1)
    process.told.wait_for_looks(3)
    assert len(process.told.faults) == 1
    (problem,) = process.live.problems
    assert problem.id == "VK003"
    assert "does not appear to be a git repository" in problem.values["reason"]
    assert process.live.commit == first
    away.rename(remote.path)
    process.told.wait_for_looks(2)
    assert process.live.problems == ()
    second = remote.edit("upp 2010", "upp 2011")
    process.wait_for_change(1)
    assert process.live.commit == second


def test_a_missing_branch_is_a_clear_error(remote: Remote) -> None:
    remote.push()
    with pytest.raises(NoKnowledge) as caught:
        LiveKnowledge(GitSource(str(remote.path), "live"))
    assert str(caught.value) == (
        "There is no knowledge to answer from.\n"
        f"live:1: VK004 The repository {remote.path} has no branch live. "
        "Push the branch, or name another one in VANORT_KNOWLEDGE_GIT_BRANCH."
    )


def test_a_missing_repository_is_a_clear_error(remote: Remote, tmp_path: Path) -> None:
    with pytest.raises(NoKnowledge, match=r"VK003 .* from the branch main of .*/nowhere: '.*/nowhere' does not appear"):
        LiveKnowledge(GitSource(str(tmp_path / "nowhere")))


def test_a_branch_that_was_reset_is_followed(remote: Remote, stack: ExitStack) -> None:
    first = remote.push()
    remote.edit("upp 2010", "upp 2011")
    process = start(stack, remote)
    remote.reset(first)
    remote.send("--force")
    process.wait_for_change(1)
    assert process.live.commit == first
    assert "2010" in text(process.live.current())


def test_a_commit_that_leaves_the_knowledge_as_it_is_is_told_and_changes_nothing(
    remote: Remote, stack: ExitStack
) -> None:
    remote.push()
    process = start(stack, remote)
    before = process.live.current()
    (remote.work / "README.md").write_text("How to edit", "utf-8")
    commit = remote.push()
    process.told.wait_for_looks(2)
    assert process.live.commit == commit
    assert process.live.current() is before
    assert process.told.changes == []


@pytest.mark.parametrize(("place", "subfolder"), [("knowledge", None), ("towns/exempelby", "towns/exempelby")])
def test_knowledge_may_lie_below_the_top(
    remote: Remote, stack: ExitStack, place: str, subfolder: str | None, tmp_path: Path
) -> None:
    aside = remote.work.rename(tmp_path / "aside")
    (remote.work / place).parent.mkdir(parents=True)
    (aside / ".git").rename(remote.work / ".git")
    aside.rename(remote.work / place)
    remote.push()
    assert "2010" in text(start(stack, remote, subfolder=subfolder).live.current())


def test_a_link_that_leads_out_of_the_repository_is_refused(remote: Remote, stack: ExitStack, tmp_path: Path) -> None:
    first = remote.push()
    process = start(stack, remote)
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    (remote.work / "facts" / "secret.sv.md").symlink_to(tmp_path / "secret.md")
    remote.push()
    assert process.told.wait(lambda: len(process.told.faults) == 1)
    assert "secret.sv.md" in process.live.problems[0].values["reason"]
    assert process.live.commit == first


def test_closing_removes_what_was_fetched(remote: Remote) -> None:
    remote.push()
    process = Process(str(remote.path))
    root = process.source.live.folder.parent.parent
    assert (root / "repository.git").is_dir()
    assert root.stat().st_mode & 0o077 == 0
    process.live.close()
    assert not root.exists()
    assert "2010" in text(process.live.current())
