"""The reading process: what hostile files can do is fail, in one line, and the rest goes on."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.cleaning import clean
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.limits import Limits
from engine.reading.reader import SourceFile, load, read
from engine.reading.worker import ReadingWorker
from tests.engine.reading import made_files

posix = pytest.mark.skipif(sys.platform == "win32", reason="it stops a process by a signal")
MIB = 1024 * 1024
LIMITS = Limits(seconds=20.0, memory=1024 * MIB)


@pytest.fixture(scope="module")
def worker() -> Iterator[ReadingWorker]:
    with ReadingWorker(LIMITS) as started:
        yield started


def good(folder: Path, name: str = "good.csv") -> SourceFile:
    path = folder / name
    path.write_text("Name,Age\nAda,36\n", "utf-8")
    return load(path)


def refusal(worker: ReadingWorker, path: Path) -> str:
    with pytest.raises(ReadingError) as caught:
        worker.read(load(path))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def process_of(worker: ReadingWorker) -> subprocess.Popen[bytes]:
    process = worker._process.current
    assert process is not None
    return process


def test_files_of_all_kinds_come_through_one_process(worker: ReadingWorker, tmp_path: Path) -> None:
    first = worker.read(good(tmp_path))
    process = process_of(worker)
    made_files.pdf(tmp_path / "a.pdf", [[(72, 700, 10, "A page.")]])
    made_files.docx(tmp_path / "a.docx", made_files.paragraph("Words."))
    made_files.epub(tmp_path / "a.epub", ["<p>A chapter.</p>"])
    (tmp_path / "a.json").write_text('{"a": 1}')
    (tmp_path / "a.md").write_text("# T\n\nText\n")
    for name in ("a.pdf", "a.docx", "a.epub", "a.json", "a.md"):
        extracted = worker.read(load(tmp_path / name))
        assert clean(extracted.text) == extracted.text
        assert extracted.passages
    assert process_of(worker) is process
    assert made_files.blocks(first) == ["Name; Age", "Name: Ada; Age: 36"]
    assert first.passages[1].row == 2


def test_one_file_alone_can_be_read(tmp_path: Path) -> None:
    assert read(good(tmp_path)).text == "Name; Age\nName: Ada; Age: 36"


def zip_bomb(path: Path) -> None:
    made_files.zip_file(path, {"word/document.xml": b" " * (200 * MIB)})


def many_parts(path: Path) -> None:
    made_files.zip_file(path, {f"word/{n}.xml": b"" for n in range(10_001)})


def lying_sizes(path: Path) -> None:
    """The directory says one byte, the data unpack to 64 MiB."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(bytes(64 * MIB)) + packed.flush()
    name = b"word/document.xml"
    sizes = struct.pack("<LLL", 0, len(data), 1)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes
    local += struct.pack("<HH", len(name), 0) + name + data
    entry = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes
    entry += struct.pack("<5HLL", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<4HLLH", 0, 0, 1, 1, len(entry), len(local), 0)
    path.write_bytes(local + entry + end)


def nested(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("again.zip", bytes(MIB))
    made_files.zip_file(path, {"inner.zip": inner.getvalue()})


def billion_laughs(path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    made_files.docx(path, "")
    body = f"<w:body>{made_files.paragraph('&e9;')}</w:body>"
    document = f"<!DOCTYPE x [{entities}]><w:document {made_files.W}>{body}</w:document>"
    made_files.zip_file(path, {"word/document.xml": document})


def external_entity(path: Path) -> None:
    secret = path.parent / "secret.txt"
    secret.write_text("THE SECRET")
    body = f"<w:body>{made_files.paragraph('&x;')}</w:body>"
    made_files.zip_file(
        path,
        {
            "word/document.xml": f'<!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
            f"<w:document {made_files.W}>{body}</w:document>"
        },
    )


def deep_xml(path: Path) -> None:
    made_files.docx(path, "<w:p>" * 100_000)


def encrypted_office(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    made_files.docx(path, made_files.paragraph("Words. " * 500))
    path.write_bytes(path.read_bytes()[:-200])


@pytest.mark.parametrize(
    ("make", "because"),
    [
        (zip_bomb, "times its size"),
        (many_parts, "10001 parts"),
        (lying_sizes, ""),
        (nested, "lacks its part"),
        (billion_laughs, "entity"),
        (external_entity, "entities"),
        (deep_xml, "damaged"),
        (encrypted_office, "encrypted"),
        (noise, "damaged"),
        (nothing, "damaged"),
        (truncated, "damaged"),
    ],
)
def test_hostile_packages_are_refused(
    worker: ReadingWorker, tmp_path: Path, make: Callable[[Path], None], because: str
) -> None:
    make(tmp_path / "bad.docx")
    assert because in refusal(worker, tmp_path / "bad.docx")
    assert worker.read(good(tmp_path)).passages


def test_an_excel_bomb_of_entities_is_refused(worker: ReadingWorker, tmp_path: Path) -> None:
    made_files.zip_file(
        tmp_path / "a.xlsx", {"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
    )
    assert "entities" in refusal(worker, tmp_path / "a.xlsx")


@posix
def test_what_takes_too_long_is_given_up_and_the_next_file_read(tmp_path: Path) -> None:
    with ReadingWorker(Limits(seconds=0.5)) as worker:
        os.kill(worker._process.running().pid, signal.SIGSTOP)
        source = good(tmp_path)
        with pytest.raises(ReadingError, match=r"more than 0\.5 seconds"):
            worker.read(source)
        worker._limits = LIMITS
        assert worker.read(source).passages


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="a limit of POSIX systems")
def test_a_page_without_end_costs_no_more_than_its_seconds(tmp_path: Path) -> None:
    path = made_files.pdf(
        tmp_path / "a.pdf", [[(9, 9, 9, "x")]], content=b"BT /F1 9 Tf (word ) Tj ET\n" * 400_000
    )
    began = time.monotonic()
    with ReadingWorker(Limits(seconds=1.0, memory=1024 * MIB)) as worker:
        with contextlib.suppress(ReadingError):
            worker.read(load(path))
        assert time.monotonic() - began < 10
        assert worker.read(good(tmp_path)).passages


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_too_much_memory_is_refused_and_the_next_file_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" + "[1]," * 2_000_000 + "1]")
    with ReadingWorker(Limits(memory=250 * MIB)) as worker:
        assert "memory" in refusal(worker, path)
        assert worker.read(good(tmp_path)).passages


def test_json_without_bottom_is_refused(worker: ReadingWorker, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" * 200_000)
    assert "deeply" in refusal(worker, tmp_path / "a.json")
    (tmp_path / "b.json").write_text("[" * 300 + '"x"' + "]" * 300)
    assert "deeply" in refusal(worker, tmp_path / "b.json")
    (tmp_path / "c.json").write_text('{"a": ' + "9" * 5000 + "}")
    assert "no JSON" in refusal(worker, tmp_path / "c.json")


def test_a_csv_field_without_end_is_refused(worker: ReadingWorker, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n"' + "x" * 2_000_000)
    assert "field" in refusal(worker, tmp_path / "a.csv")


def test_html_without_bottom_is_bounded(worker: ReadingWorker, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>Words that are kept.</p>" + "<div>" * 100_000 + "deep")
    with contextlib.suppress(ReadingError):
        assert "Words" in worker.read(load(path)).text
    assert worker.read(good(tmp_path)).passages


@posix
def test_a_crash_is_reported_and_the_next_file_read(tmp_path: Path) -> None:
    with ReadingWorker(LIMITS) as worker:
        source = good(tmp_path)
        before = worker._process.running()
        os.kill(before.pid, signal.SIGSTOP)
        threading.Timer(0.1, before.kill).start()
        with pytest.raises(ReadingError, match="crashed"):
            worker.read(source)
        assert worker.read(source).passages
        assert process_of(worker) is not before


@posix
def test_closing_from_another_thread_stops_a_read(tmp_path: Path) -> None:
    worker = ReadingWorker(LIMITS)
    os.kill(worker._process.running().pid, signal.SIGSTOP)
    threading.Timer(0.1, worker.close).start()
    with pytest.raises(ReadingError, match="stopped") as caught:
        worker.read(good(tmp_path))
    assert not caught.value.lasting


def test_a_file_that_changes_meanwhile_is_not_taken_for_what_it_was(
    worker: ReadingWorker, tmp_path: Path
) -> None:
    source = good(tmp_path)
    os.utime(source.path, ns=(1, 1))
    with pytest.raises(ReadingError, match="changed") as caught:
        worker.read(source)
    assert not caught.value.lasting


def gone(process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return process.poll() is not None


def test_the_process_ends_with_its_owner(tmp_path: Path) -> None:
    worker = ReadingWorker(LIMITS)
    worker.read(good(tmp_path))
    process = process_of(worker)
    worker.close()
    assert gone(process)
    worker.read(good(tmp_path))
    process = process_of(worker)
    del worker
    gc.collect()
    assert gone(process)


@pytest.mark.skipif(sys.platform == "win32", reason="it asks for a process by its number")
def test_the_process_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    path = made_files.pdf(
        tmp_path / "a.pdf", [[(72, 700, 10, "x")]], content=b"BT (w) Tj ET\n" * 300_000
    )
    program = (
        "import sys, threading; sys.path[:] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from engine.reading.reader import load\n"
        "from engine.reading.worker import ReadingWorker\n"
        "w = ReadingWorker(); s = load(Path(sys.argv[1])); w._process.running()\n"
        "print(w._process.current.pid, flush=True); w.read(s)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(path), *filter(None, sys.path)], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _alive(child)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # An orphan that nobody has waited for yet is dead all the same.
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def test_the_working_folder_is_not_where_modules_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')")
    (tmp_path / "lxml.py").write_text("raise SystemExit('hijacked')")
    made_files.docx(tmp_path / "a.docx", made_files.paragraph("Words."))
    monkeypatch.chdir(tmp_path)
    extracted: Extracted = read(load(Path("a.docx")))
    assert extracted.text == "Words."
