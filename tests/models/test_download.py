"""Downloads from a server that cuts, changes, stalls and lies."""

from __future__ import annotations

import hashlib
import socket
import threading
from pathlib import Path

import pytest

from models.description import describe
from models.download import Wanted, download
from models.download_events import (
    DownloadError,
    Finished,
    Progressed,
    Restarted,
    Retrying,
    Started,
)
from tests.engine.web_servers import LOOPBACK
from tests.models.downloads import DATA, OTHER, QUICK, kinds, refusal, run
from tests.models.hub import (
    Asked,
    Hub,
    cut,
    hub_of,
    sends,
    stall,
    status,
    well,
    whole,
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "model.gguf"


def test_a_whole_file_comes_and_is_hashed_on_the_way(target: Path) -> None:
    with hub_of(DATA) as hub:
        events = run(hub, target, bytes=len(DATA), sha256=hub.sha256)
    assert target.read_bytes() == DATA
    assert events[0] == Started(f"{hub.url}/model.gguf", len(DATA), 0)
    assert events[-1] == Finished(target, len(DATA), hub.sha256, "published")
    seen = [event for event in events if isinstance(event, Progressed)]
    assert [event.bytes for event in seen] == sorted({event.bytes for event in seen})
    assert seen[-1].bytes == seen[-1].total == len(DATA)
    assert [path.name for path in target.parent.iterdir()] == ["model.gguf"]
    request = hub.asked[0]
    assert request.header("Accept-Encoding") == "identity"
    assert not request.header("Cookie")
    assert not request.header("Range")


def test_a_cut_is_gone_on_with_from_where_it_was(target: Path) -> None:
    with hub_of(DATA, cut(100_000), cut(50_000)) as hub:
        events = run(hub, target, sha256=hub.sha256)
    assert target.read_bytes() == DATA
    assert kinds(events) == ["Started", "Retrying", "Retrying", "Finished"]
    assert [asked.start for asked in hub.asked] == [None, 100_000, 150_000]
    assert {asked.header("If-Range") for asked in hub.asked[1:]} == {'"one"'}


def test_what_another_run_left_is_gone_on_with(target: Path) -> None:
    with hub_of(DATA, cut(120_000), *[status("404 Not Found")]) as hub:
        refusal(hub, target, sha256=hub.sha256)
        assert target.with_name("model.gguf.part").stat().st_size == 120_000
        events = run(hub, target, sha256=hub.sha256)
    assert target.read_bytes() == DATA
    assert Started(f"{hub.url}/model.gguf", len(DATA), 120_000) in events
    assert hub.asked[-1].start == 120_000


def test_a_file_that_changes_between_two_tries_is_fetched_anew(target: Path) -> None:
    def change(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        cut(100_000)(hub, connection, asked)
        hub.replace(OTHER, '"two"')

    with hub_of(DATA, change) as hub:
        events = run(hub, target)
    assert target.read_bytes() == OTHER
    assert "Restarted" in kinds(events)
    assert any("has changed" in event.reason for event in events if isinstance(event, Restarted))


def test_a_server_without_if_range_that_changes_is_found_out_by_etag_or_size(target: Path) -> None:
    def careless(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        head = asked.head.replace("If-Range", "X-Nothing")
        well(hub, connection, Asked(asked.path, head))

    def change(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        cut(100_000)(hub, connection, asked)
        hub.replace(OTHER, '"two"')

    with hub_of(DATA, change, careless) as hub:
        events = run(hub, target)
    assert target.read_bytes() == OTHER
    assert any(isinstance(event, Restarted) for event in events)


def test_a_server_that_ignores_ranges_begins_again(target: Path) -> None:
    with hub_of(DATA, cut(100_000), whole) as hub:
        events = run(hub, target, sha256=hub.sha256)
    assert target.read_bytes() == DATA
    assert Restarted("the server sends the whole file again") in events


def test_a_server_that_ignores_ranges_and_always_cuts_is_given_up(target: Path) -> None:
    def act(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        cut(100_000)(hub, connection, Asked(asked.path, ""))

    with hub_of(DATA, *[act] * 20) as hub:
        why = refusal(hub, target, sha256=hub.sha256)
    assert "given up after 4 tries without progress" in why
    assert "are kept" in why


def test_without_anything_to_tell_by_a_cut_file_is_begun_again(target: Path) -> None:
    with hub_of(DATA, cut(100_000), etag="") as hub:
        run(hub, target)
    assert target.read_bytes() == DATA
    assert hub.asked[1].start is None


@pytest.mark.parametrize("notes", ["", "[]", '{"url": 1, "etag": "", "total": "many"}', None])
def test_notes_that_cannot_be_read_are_none(target: Path, notes: str | None) -> None:
    target.parent.mkdir()
    target.with_name("model.gguf.part").write_bytes(DATA[:1000])
    if notes is not None:
        target.with_name("model.gguf.part.json").write_text(notes)
    with hub_of(DATA) as hub:
        events = run(hub, target)
    assert target.read_bytes() == DATA
    assert kinds(events)[0] == "Restarted"
    assert hub.asked[0].start is None


def test_a_stall_counts_as_a_cut(target: Path) -> None:
    with hub_of(DATA, stall(80_000)) as hub:
        events = run(hub, target, sha256=hub.sha256, stall_seconds=0.15)
    assert target.read_bytes() == DATA
    assert any("does not answer" in e.reason for e in events if isinstance(e, Retrying))
    assert hub.asked[1].start == 80_000


def test_wrong_bytes_are_thrown_away(target: Path) -> None:
    wrong = bytes([DATA[0] ^ 1]) + DATA[1:]
    with hub_of(DATA, sends(wrong)) as hub:
        why = refusal(hub, target, bytes=len(DATA), sha256=hub.sha256)
    assert hashlib.sha256(wrong).hexdigest() in why
    assert hub.sha256 in why
    assert list(target.parent.iterdir()) == []


def test_pieces_that_do_not_make_the_file_are_fetched_once_more_in_one_go(target: Path) -> None:
    with hub_of(DATA, cut(100_000)) as hub:
        hub.acts.append(status("404 Not Found"))
        refusal(hub, target, sha256=hub.sha256)
        part = target.with_name("model.gguf.part")
        part.write_bytes(bytes(100_000))
        events = run(hub, target, sha256=hub.sha256)
    assert target.read_bytes() == DATA
    assert kinds(events)[-3:] == ["Started", "Restarted", "Finished"]


def test_another_size_than_the_catalogues_is_refused_before_it_is_fetched(target: Path) -> None:
    with hub_of(DATA) as hub:
        why = refusal(hub, target, bytes=len(DATA) + 1, sha256=hub.sha256)
    assert "another file now" in why
    assert not list(target.parent.iterdir())


def test_a_length_that_is_a_lie_ends_in_an_error(target: Path) -> None:
    def promise_more(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        head, body = hub.head(asked)
        connection.sendall(head.replace(b": %d" % len(body), b": %d" % (len(body) + 7)) + body)

    with hub_of(DATA, *[promise_more] * 20) as hub:
        why = refusal(hub, target)
    assert "given up" in why


def test_more_than_the_size_is_not_taken(target: Path) -> None:
    def chunked(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(3):
            connection.sendall(b"%x\r\n%s\r\n" % (len(DATA), DATA))

    with hub_of(DATA, chunked) as hub:
        why = refusal(hub, target, bytes=len(DATA), sha256=hub.sha256)
    assert "sends more" in why


def test_the_servers_own_hash_is_compared_where_none_is_published(target: Path) -> None:
    linked = {"X_Linked_ETag": f'"{hashlib.sha256(DATA).hexdigest()}"'}
    with hub_of(DATA, sends(DATA, **linked), sends(OTHER, **linked)) as hub:
        assert run(hub, target)[-1] == Finished(target, len(DATA), hub.sha256, "server")
        target.unlink()
        assert "the server's own" in refusal(hub, target)


def test_a_server_that_names_another_hash_is_not_asked_for_more(target: Path) -> None:
    linked = {"X_Linked_ETag": f'"{"0" * 64}"'}
    with hub_of(DATA, sends(DATA, **linked)) as hub:
        why = refusal(hub, target, sha256=hub.sha256)
    assert "names another sha256" in why


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("404 Not Found", "moved"),
        ("401 Unauthorized", "kagent models import"),
        ("403 Forbidden", "kagent models import"),
        ("418 I'm a Teapot", "418"),
    ],
)
def test_errors_that_waiting_does_not_mend(target: Path, line: str, told: str) -> None:
    with hub_of(DATA, status(line)) as hub:
        why = refusal(hub, target)
    assert told in why
    assert len(hub.asked) == 1


@pytest.mark.parametrize("line", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_server_is_waited_for_as_long_as_it_says(target: Path, line: str) -> None:
    with hub_of(DATA, status(line, Retry_After="0")) as hub:
        events = run(hub, target)
        assert any("try later" in e.reason for e in events if isinstance(e, Retrying))
        target.unlink()
        hub.acts.append(status(line, Retry_After="3600"))
        assert "3600 seconds" in refusal(hub, target)


def test_errors_of_a_moment_are_asked_again_and_given_up_in_the_end(target: Path) -> None:
    with hub_of(DATA, status("502 Bad Gateway"), status("500 Oops")) as hub:
        run(hub, target)
        assert len(hub.asked) == 3
        target.unlink()
        hub.acts += [status("502 Bad Gateway")] * 9
        assert "502" in refusal(hub, target)
    assert len(hub.asked) == 7


def test_a_server_that_is_gone_is_given_up_and_what_came_is_kept(target: Path) -> None:
    with hub_of(DATA, cut(100_000), status("404 Not Found")) as hub:
        refusal(hub, target, sha256=hub.sha256)
    why = refusal(hub, target, sha256=hub.sha256)
    assert "0.1 MB that have arrived are kept" in why


def test_packed_answers_are_refused(target: Path) -> None:
    with hub_of(DATA, sends(DATA, Content_Encoding="gzip")) as hub:
        assert "packs the file" in refusal(hub, target)


def test_the_real_model_in_many_pieces(target: Path, builtin_model_path: Path) -> None:
    data = builtin_model_path.read_bytes()
    step = len(data) // 9
    with hub_of(data, *[cut(step)] * 9) as hub:
        events = run(hub, target, bytes=len(data), sha256=hub.sha256, check=describe)
    assert target.read_bytes() == data
    assert kinds(events).count("Retrying") == 9
    assert describe(target).name == "kagent-nano"


def test_what_is_no_model_is_not_put_in_place(target: Path, builtin_model_path: Path) -> None:
    with hub_of(b"<html>sign in</html>") as hub:
        assert "GGUF" in refusal(hub, target, check=describe)
    short = builtin_model_path.read_bytes()[:-5000]
    with hub_of(short) as hub:
        assert "cut short" in refusal(hub, target, check=describe)
    assert list(target.parent.iterdir()) == []


def test_the_loopback_of_these_tests_is_not_open_to_everybody(target: Path) -> None:
    from engine.downloading import GuardedFiles
    from engine.network import Network, Policy

    with hub_of(DATA) as hub:
        wanted = Wanted(f"http://{LOOPBACK}:{hub.port}/model.gguf")
        policies: tuple[Policy, ...] = ("off", "ask", "on")
        for policy in policies:
            servers = GuardedFiles(Network(policy))
            with pytest.raises(DownloadError):
                list(download(wanted, target, servers, cancel=threading.Event(), pace=QUICK))
        assert hub.asked == []
