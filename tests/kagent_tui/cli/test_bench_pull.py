"""`kagent bench pull`: the licence first, then the file, checked, unpacked and counted."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.bench import pulling, unpacking
from engine.bench.loading import load_instances
from engine.bench.mini import mini_path
from kagent_tui.cli import bench_pull
from kagent_tui.cli.diagnostics import run
from tests.engine.bench.run_cases import plan_row, profile_row
from tests.models.hub import Act, Hub, cut, hub_of, leads_to, sends, status

ROWS = [plan_row("a"), plan_row("b"), profile_row("c")]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
FOUND = "3 instances: plantooluse 2, profile 1\n"
AGREED = ("--accept-licence", "--online")


def _listed(*names: str, sha256: str = "", size: int | None = None) -> Act:
    """What a hub says of its files."""
    large = {"lfs": {"sha256": sha256, "size": size}} if sha256 else {}
    siblings = [{"rfilename": name, "size": size, **large} for name in names]
    return sends(json.dumps({"sha": "abc123", "siblings": siblings}).encode())


@pytest.fixture
def out(tmp_path: Path, isolated_home: Path) -> Path:
    """Where to write, with a home that is empty."""
    return tmp_path / "bench.jsonl"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has the benchmark under every address; HF_ENDPOINT names it."""
    with hub_of(LINES) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def test_the_benchmark_comes_from_its_makers_after_its_licence(
    out: Path, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("README.md", "data/benchmark_v1.jsonl", "train.zip")
    hub.acts += [_listed(*names, sha256=hub.sha256, size=len(LINES))]
    assert run(["bench", "pull", "kagentbench", "--out", str(out), *AGREED]) == 0
    assert [asked.path for asked in hub.asked] == [
        "/api/datasets/kwaikeg/KAgentBench?blobs=true",
        "/datasets/kwaikeg/KAgentBench/resolve/abc123/data/benchmark_v1.jsonl",
    ]
    told = capsys.readouterr()
    assert told.out == f"{out}: {FOUND}"
    assert out.read_bytes() == LINES
    assert sorted(path.name for path in out.parent.iterdir()) == ["bench.jsonl"]
    for part in (
        "KwaiKEG",
        "https://huggingface.co/datasets/kwaikeg/KAgentBench",
        "CC BY-NC-SA 4.0",
        "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "not for commercial purposes",
        "under the same licence",
    ):
        assert part in told.err


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        (("ask", ()), 2, "add --accept-licence"),
        (("on", ()), 2, "add --accept-licence"),
        (("ask", ("--accept-licence",)), 1, "add --online"),
        (("off", ("--accept-licence",)), 1, "the network is off"),
        (("ask", ("--online",)), 2, "add --accept-licence"),
    ],
)
def test_nothing_is_asked_of_the_network_without_consent(
    out: Path,
    hub: Hub,
    isolated_home: Path,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, tuple[str, ...]],
    code: int,
    says: str,
) -> None:
    network, arguments = given
    home = isolated_home / "kagent"
    home.mkdir()
    (home / "config.toml").write_text(f'network = "{network}"\n')
    assert run(["bench", "pull", "kagentbench", "--out", str(out), *arguments]) == code
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("kagent: ")
    assert says in last
    assert hub.asked == []
    assert not out.exists()


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 1)])
def test_on_a_terminal_the_user_is_asked_once(
    out: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    asked: list[str] = []

    def confirmed(question: str) -> bool:
        asked.append(question)
        return answer

    monkeypatch.setattr(bench_pull, "confirmed", confirmed)
    arguments = ["--url", f"{hub.url}/benchmark.jsonl", "--out", str(out)]
    assert run(["bench", "pull", "kagentbench", *arguments]) == code
    assert asked == [
        f"Do you agree to the licence, and want to get it from {hub.url}/benchmark.jsonl?"
    ]
    assert out.exists() is answer
    assert len(hub.asked) == int(answer)


def _zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"kagent/{name}.jsonl", content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [gzip.compress(LINES), _zipped(benchmark=LINES, train=b"{}\n"), _zipped(only=LINES)],
    ids=["gzip", "zip", "a zip of one file"],
)
@pytest.mark.parametrize("name", ["bench.jsonl", "bench.jsonl.gz"])
def test_archives_are_unpacked(
    out: Path, hub: Hub, capsys: pytest.CaptureFixture[str], data: bytes, name: str
) -> None:
    hub.data = data
    target = out.with_name(name)
    arguments = ["--url", f"{hub.url}/all.zip", "--out", str(target), *AGREED, "--json"]
    assert run(["bench", "pull", "kagentbench", *arguments]) == 0
    written = target.read_bytes()
    assert (gzip.decompress(written) if name.endswith(".gz") else written) == LINES
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[-1] == {
        "event": "finished",
        "file": str(target),
        "instances": 3,
        "by_type": {"plantooluse": 2, "profile": 1},
        "problems": 0,
    }


def test_a_download_that_is_cut_goes_on_with_the_same_command(
    out: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = json.dumps({**plan_row("long"), "memory": "x" * 200_000}).encode() + b"\n"
    hub.data = LINES + noise
    arguments = ["bench", "pull", "kagentbench", "--url", f"{hub.url}/b.jsonl", "--out", str(out)]
    hub.acts += [cut(150_000), status("403 Forbidden")]
    assert run([*arguments, *AGREED]) == 1
    told = capsys.readouterr().err
    assert "the server answers 403" in told
    assert "download it in a browser and give the file to --data" in told
    assert "kagent models import" not in told
    assert not out.exists()
    assert run([*arguments, *AGREED]) == 0
    assert hub.asked[-1].start == 150_000
    assert out.read_bytes() == hub.data


@pytest.mark.parametrize(
    ("acts", "data", "says"),
    [
        ([status("500 Oops")], LINES, "the server answers 500; name its place with --url"),
        ([sends(b"<html>")], LINES, "answers with no listing of files"),
        ([_listed("README.md", "a.parquet")], LINES, "no benchmark among its files (README.md, a."),
        ([_listed("benchmark.jsonl", sha256="0" * 64)], LINES, "damaged or replaced"),
        ([_listed("benchmark.jsonl", size=7)], LINES, "where 7 are expected"),
        ([_listed("bench.zip")], _zipped(one=LINES, two=LINES), "no benchmark is in the archive"),
        ([_listed("bench.zip")], _zipped(one=LINES)[:-30], "the archive is damaged"),
        ([_listed("benchmark.gz")], gzip.compress(LINES)[:-20], "the archive is damaged"),
        ([_listed("benchmark.jsonl")], b"<html>no\n", "bench.jsonl.download: holds no instance"),
        ([leads_to("http://elsewhere.test/")], LINES, "elsewhere.test"),
    ],
)
def test_what_is_no_benchmark_is_said_in_one_line(
    out: Path,
    hub: Hub,
    capsys: pytest.CaptureFixture[str],
    acts: list[Act],
    data: bytes,
    says: str,
) -> None:
    hub.acts += acts
    hub.data = data
    assert run(["bench", "pull", "kagentbench", "--out", str(out), *AGREED, "--quiet"]) == 1
    told = capsys.readouterr()
    assert says in told.err.splitlines()[-1]
    assert told.out == ""
    assert not out.exists()
    assert not out.with_name("bench.jsonl.part").exists()


@pytest.mark.parametrize("url", ["/b.gz", "/b.jsonl"])
def test_what_unpacks_to_too_much_or_never_ends_is_given_up(
    out: Path,
    hub: Hub,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    url: str,
) -> None:
    for module in (unpacking, pulling):
        monkeypatch.setattr(module, "MOST_BYTES", 1 << 20)
    large = b" " * (3 << 20)
    hub.data = gzip.compress(large) if url == "/b.gz" else large
    arguments = ["--url", f"{hub.url}{url}", "--out", str(out), *AGREED]
    assert run(["bench", "pull", "kagentbench", *arguments]) == 1
    assert "larger than 512 MiB" in capsys.readouterr().err.splitlines()[-1]
    assert not out.exists()
    assert not out.with_name("bench.jsonl.part").exists()


def test_an_archive_writes_nothing_outside(out: Path, hub: Hub) -> None:
    hub.data = _zipped(**{"../../escaped": LINES})
    arguments = ["--url", f"{hub.url}/b.zip", "--out", str(out), *AGREED]
    assert run(["bench", "pull", "kagentbench", *arguments]) == 0
    assert [path.name for path in out.parent.iterdir()] == ["bench.jsonl"]
    assert not list(out.parent.parent.parent.glob("escaped*"))


def test_a_mirror_without_encryption_is_not_asked(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.test")
    assert run(["bench", "pull", "kagentbench", "--out", str(out), *AGREED]) == 1
    assert "mirror.test/api/datasets" in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("prepared", "arguments", "says"),
    [
        (lambda out: out.write_text("mine"), (), "there is such a file already"),
        (lambda out: None, ("--url", "ftp://host/x"), "--url: "),
        (lambda out: None, ("--url", "http://far.test/b.jsonl"), "without encryption"),
        (lambda out: out.parent.rmdir(), (), "there is no such folder"),
    ],
)
def test_what_cannot_be_pulled(
    out: Path,
    capsys: pytest.CaptureFixture[str],
    prepared: Callable[[Path], Any],
    arguments: tuple[str, ...],
    says: str,
) -> None:
    prepared(out)
    assert run(["bench", "pull", "kagentbench", "--out", str(out), *AGREED, *arguments]) == 1
    assert says in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("name", ["mini.jsonl", "mini.jsonl.gz"])
def test_the_programs_own_benchmark_is_written_out_without_any_network(
    out: Path, hub: Hub, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    target = out.with_name(name)
    assert run(["bench", "pull", "mini", "--out", str(target)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.startswith(f"{target}: ")
    assert hub.asked == []
    loaded, own = load_instances(target), load_instances(mini_path())
    assert loaded.instances == own.instances
    assert (target.read_bytes()[:2] == b"\x1f\x8b") is name.endswith(".gz")
