"""Reading beside everything else: progress, stopping, and a memory that answers meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.library import Library
from engine.library_events import (
    AddReport,
    Counted,
    Linking,
    MediaProgressed,
    Planned,
    Progressed,
)
from kagent_tui.controllers.library_jobs import Job, JobState, LibraryJobs
from kagent_tui.errors import FaceError
from kagent_tui.screens.job_rows import job_share, job_text
from store.memory import MemoryBank
from tests.kagent_tui.controllers.libraries import open_bank, write_files

_SECONDS = 30.0


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with open_bank(tmp_path / "home") as opened:
        yield opened


def jobs_for(bank: MemoryBank) -> tuple[LibraryJobs, list[JobState], list[BaseException]]:
    faults: list[BaseException] = []
    seen: list[JobState] = []
    jobs = LibraryJobs(lambda: bank, faults.append)
    jobs.subscribe(seen.append)
    return jobs, seen, faults


def test_a_job_tells_how_far_it_is(bank: MemoryBank, tmp_path: Path) -> None:
    paths = write_files(tmp_path / "files")
    jobs, seen, faults = jobs_for(bank)
    jobs.begin(Job(tuple(map(str, paths)), "house"))
    assert jobs.join(_SECONDS)
    last = seen[-1]
    assert (last.ended, last.files, last.all_files) == ("done", 5, 5)
    assert last.outcomes == {"added": 4, "failed": 1}
    assert len(last.troubles) == 1
    assert "broken.pdf" in last.troubles[0]
    assert last.segments >= 4
    assert not jobs.busy
    assert faults == []
    assert [record.name for record in bank.collections.all()] == ["house"]


def test_jobs_run_one_after_another(bank: MemoryBank, tmp_path: Path) -> None:
    first, second, *_ = write_files(tmp_path / "files")
    jobs, seen, _ = jobs_for(bank)
    for path in (first, second):
        jobs.begin(Job((str(path),)))
    jobs.begin(Job(thorough=True))
    assert jobs.join(_SECONDS)
    ends = [state for state in seen if state.ended]
    assert [state.job.targets for state in ends] == [(str(first),), (str(second),), ()]
    assert all(state.ended == "done" for state in ends)


def test_a_stopped_job_keeps_what_was_read(bank: MemoryBank, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.md").write_text(f"# Note {number}\n\nThe number is {number}.\n")
    jobs, seen, _ = jobs_for(bank)
    jobs.subscribe(lambda state: jobs.stop() if state.all_files and not state.stopping else None)
    jobs.begin(Job((str(folder),)))
    assert jobs.join(_SECONDS)
    assert seen[-1].ended == "stopped"
    read = bank.statistics().documents
    assert read < 400
    jobs, seen, _ = jobs_for(bank)
    jobs.begin(Job())
    assert jobs.join(_SECONDS)
    assert seen[-1].ended == "done"
    assert bank.statistics().documents == 400


def test_the_memory_answers_while_it_is_filled(bank: MemoryBank, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.md").write_text(f"# Lamp {number}\n\nLamp {number} is on.\n")
    session = bank.create_session("s")
    jobs, _, faults = jobs_for(bank)
    meanwhile: list[int] = []

    def ask(state: JobState) -> None:
        if not state.ended:
            meanwhile.append(len(bank.search("lamp", limit=5)))
            bank.append_turn(session, "Is the lamp on?", "Yes.", "{}")

    jobs.subscribe(ask)
    asker = threading.Thread(
        target=lambda: [bank.search(f"lamp {n}", limit=5) for n in range(100)], daemon=True
    )
    jobs.begin(Job((str(folder),)))
    asker.start()
    assert jobs.join(_SECONDS)
    asker.join(_SECONDS)
    assert not asker.is_alive()
    assert faults == []
    assert meanwhile
    assert bank.statistics().documents == 300
    assert len(bank.turns(session)) == len(meanwhile)
    assert bank.problems() == []


def test_what_goes_wrong_is_said(tmp_path: Path) -> None:
    def closed() -> MemoryBank:
        raise FaceError("The memory is not open yet; try again in a moment.")

    seen: list[JobState] = []
    jobs = LibraryJobs(closed, lambda error: None)
    end = jobs.subscribe(seen.append)
    jobs.begin(Job((str(tmp_path),)))
    assert jobs.join(_SECONDS)
    assert seen[-1].ended == "failed"
    assert seen[-1].troubles == ("The memory is not open yet; try again in a moment.",)
    end()
    jobs.begin(Job((str(tmp_path),)))
    assert jobs.join(_SECONDS)
    assert len([state for state in seen if state.ended]) == 1


def test_a_fault_of_the_program_is_handed_on(tmp_path: Path) -> None:
    def broken() -> MemoryBank:
        raise ValueError("a fault")

    faults: list[BaseException] = []
    jobs = LibraryJobs(broken, faults.append)
    jobs.begin(Job((str(tmp_path),)))
    assert jobs.join(_SECONDS)
    assert [str(fault) for fault in faults] == ["a fault"]


def test_a_recording_s_progress_is_told_until_it_is_done(
    bank: MemoryBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "talk.mp4"
    told = [
        Counted(1, 10),
        Planned(1, 10),
        MediaProgressed(path, "shown", 30, 600, 12.0, 48.0),
        AddReport(path, "added", 3),
        Progressed(1, 1, 10, 10, 3, 2.0),
        Linking(1, 1),
    ]
    monkeypatch.setattr(Library, "adding", lambda *given: iter(told))
    jobs, seen, faults = jobs_for(bank)
    jobs.begin(Job((str(path),)))
    assert jobs.join(_SECONDS)
    assert faults == []
    said = [job_text(state) for state in seen if not state.ended]
    media = next(text for text in said if "talk.mp4" in text)
    assert media == (
        "Reading: 0 of 1 files, talk.mp4: pictures, 0:30 of 10:00, 12 × real time, "
        "about 48 s left — X stops"
    )
    share = next(job_share(state) for state in seen if state.media is not None)
    assert share == pytest.approx(0.05)
    assert said[-1] == "Looking for items: 1 of 1 documents — X stops"
    assert seen[-1].media is None
    assert (seen[-1].ended, seen[-1].outcomes) == ("done", {"added": 1})
