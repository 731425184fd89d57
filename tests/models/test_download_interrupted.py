"""Downloads that end before their time: the user, another process, the disk, another mirror."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.download import Wanted, download
from models.download_events import DownloadInterruptedError, Finished, Progressed, Retrying
from models.part_file import PartFile
from tests.models.downloads import DATA, QUICK, kinds, refusal, run
from tests.models.hub import Act, Hub, cut, files, hub_of, stall, status, well


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "model.gguf"


@pytest.mark.parametrize("when", ["while it waits", "between pieces", "during a pause"])
def test_an_interruption_keeps_what_came(target: Path, when: str) -> None:
    acts: dict[str, list[Act]] = {
        "while it waits": [stall(90_000)],
        "between pieces": [well],
        "during a pause": [cut(90_000), status("503 Busy", Retry_After="4")],
    }
    stop = Retrying if when == "during a pause" else Progressed
    cancel = threading.Event()

    def interrupted(hub: Hub) -> None:
        wanted = Wanted(f"{hub.url}/model.gguf", sha256=hub.sha256)
        for event in download(wanted, target, files(), cancel=cancel, pace=QUICK):
            if isinstance(event, stop) and getattr(event, "seconds", 4.0) >= 1:
                cancel.set()

    with hub_of(DATA, *acts[when]) as hub, pytest.raises(DownloadInterruptedError) as caught:
        interrupted(hub)
    assert "are kept" in str(caught.value)
    part = target.with_name("model.gguf.part")
    assert part.read_bytes() == DATA[: part.stat().st_size]
    assert part.stat().st_size > 0
    with hub_of(DATA) as hub:
        assert isinstance(run(hub, target, sha256=hub.sha256)[-1], Finished)
    assert target.read_bytes() == DATA


def test_two_downloads_of_one_file_do_not_mix(target: Path) -> None:
    target.parent.mkdir()
    with PartFile(target), hub_of(DATA) as hub:
        why = refusal(hub, target)
    assert "another process" in why
    assert hub.asked == []


def test_a_disk_without_room_is_told_before_the_body_is_fetched(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = len(DATA) + 1000
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with hub_of(DATA) as hub:
        why = refusal(hub, target, sha256=hub.sha256)
    assert "make room" in why
    assert list(target.parent.iterdir()) == []


def test_a_disk_that_fills_up_on_the_way_keeps_what_came(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write: Callable[[PartFile, bytes], None] = PartFile.write

    def full(part: PartFile, piece: bytes) -> None:
        if part.size > 100_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(part, piece)

    with hub_of(DATA) as hub:
        with monkeypatch.context() as patch:
            patch.setattr(PartFile, "write", full)
            why = refusal(hub, target, sha256=hub.sha256)
        assert "the disk is full" in why
        assert "are kept" in why
        run(hub, target, sha256=hub.sha256)
    assert target.read_bytes() == DATA
    assert hub.asked[-1].start is not None


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file is in the way")
    with hub_of(DATA) as hub:
        why = refusal(hub, tmp_path / "models" / "model.gguf")
    assert "models" in why


def test_another_mirror_goes_on_with_a_file_whose_hash_is_known(target: Path) -> None:
    with hub_of(DATA, cut(100_000), status("404 Not Found")) as hub:
        refusal(hub, target, sha256=hub.sha256)
    with hub_of(DATA, etag='"of the mirror"') as mirror:
        events = run(mirror, target, sha256=mirror.sha256)
    assert target.read_bytes() == DATA
    assert mirror.asked[0].start == 100_000
    assert "Restarted" not in kinds(events)


def test_another_mirror_begins_again_where_no_hash_is_known(target: Path) -> None:
    with hub_of(DATA, cut(100_000), status("404 Not Found")) as hub:
        refusal(hub, target)
    with hub_of(DATA) as mirror:
        run(mirror, target)
    assert mirror.asked[0].start is None
    assert target.read_bytes() == DATA
