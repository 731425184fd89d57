"""Which command opens a place on which desktop; nothing is started."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Citation, Location
from engine.opening import Desktop, Opening, Place, opening_of, place_of, web_address
from engine.source_state import SourceState

PDF, TEXT, SONG = Path("/d/a b.pdf"), Path("/d/notes.md"), Path("/d/talk.mp3")
WINDOW = {"DISPLAY": ":0"}


def desktop(
    *programs: str,
    platform: str = "linux",
    environ: Mapping[str, str] | None = None,
    files: tuple[str, ...] = (),
    terminal: bool = True,
) -> Desktop:
    def which(name: str) -> str | None:
        return f"/bin/{name}" if name in programs else None

    def exists(path: str) -> bool:
        return path in files

    return Desktop(platform, WINDOW if environ is None else environ, which, exists, terminal)


def command(path: Path, location: Location, machine: Desktop) -> tuple[str, ...] | None:
    opening = opening_of(Place(str(path), path, location, "a quote"), machine)
    return None if opening is None else opening.command


@pytest.mark.parametrize(
    ("programs", "expected"),
    [
        (("evince", "xdg-open"), ("/bin/evince", "--page-index=7", "/d/a b.pdf")),
        (("okular", "firefox"), ("/bin/okular", "--page", "7", "/d/a b.pdf")),
        (("zathura",), ("/bin/zathura", "--page=7", "/d/a b.pdf")),
        (("mupdf",), ("/bin/mupdf", "/d/a b.pdf", "7")),
        (("firefox", "xdg-open"), ("/bin/firefox", "file:///d/a%20b.pdf#page=7")),
        (("xdg-open",), ("/bin/xdg-open", "/d/a b.pdf")),
        ((), None),
    ],
)
def test_a_pdf_opens_at_its_page(
    programs: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    assert command(PDF, Location(page=7), desktop(*programs)) == expected


def test_the_named_viewer_comes_first() -> None:
    machine = desktop("evince", "zathura", environ={**WINDOW, "PDFVIEWER": "/usr/bin/zathura"})
    assert command(PDF, Location(page=2), machine) == ("/bin/zathura", "--page=2", "/d/a b.pdf")


def test_a_pdf_on_the_mac_and_on_windows() -> None:
    skim = desktop(platform="darwin", environ={}, files=("/Applications/Skim.app",))
    assert command(PDF, Location(page=7), skim) == (
        "/usr/bin/open",
        "skim:///d/a%20b.pdf#page=7",
    )
    preview = desktop(platform="darwin", environ={})
    assert command(PDF, Location(page=7), preview) == ("/usr/bin/open", "/d/a b.pdf")
    sumatra = "C:\\Programs\\SumatraPDF\\SumatraPDF.exe"
    windows = desktop(platform="win32", environ={"PROGRAMFILES": "C:\\Programs"}, files=(sumatra,))
    assert command(PDF, Location(page=7), windows) == (sumatra, "-page", "7", "/d/a b.pdf")
    plain = desktop("rundll32", platform="win32", environ={})
    assert command(PDF, Location(page=7), plain) == (
        "/bin/rundll32",
        "url.dll,FileProtocolHandler",
        "/d/a b.pdf",
    )


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("vim", ("/bin/vim", "+12", "/d/notes.md")),
        ("/usr/bin/vim -u NONE", ("/bin//usr/bin/vim", "-u", "NONE", "+12", "/d/notes.md")),
        ("nano", ("/bin/nano", "+12", "/d/notes.md")),
        ("hx", ("/bin/hx", "/d/notes.md:12")),
        ("code --wait", ("/bin/code", "--wait", "-g", "/d/notes.md:12")),
        ("idea", ("/bin/idea", "--line", "12", "/d/notes.md")),
        ("gvim", ("/bin/gvim", "+12", "/d/notes.md")),
        ("kate", ("/bin/kate", "--line", "12", "/d/notes.md")),
        ("strange", ("/bin/strange", "/d/notes.md")),
        ("gone", ("/bin/less", "+12g", "/d/notes.md")),
        ("unclosed 'quote", ("/bin/less", "+12g", "/d/notes.md")),
    ],
)
def test_a_text_opens_in_the_editor_at_its_line(setting: str, expected: tuple[str, ...]) -> None:
    named = expected[0].removeprefix("/bin/")
    machine = desktop(named, environ={**WINDOW, "EDITOR": setting})
    assert command(TEXT, Location(line=12), machine) == expected


def test_visual_comes_before_editor_and_windows_need_a_display() -> None:
    both = {"VISUAL": "code", "EDITOR": "vim"}
    programs = ("code", "vim", "gedit", "less")
    with_window = desktop(*programs, environ={**both, **WINDOW})
    assert command(TEXT, Location(line=3), with_window) == ("/bin/code", "-g", "/d/notes.md:3")
    over_ssh = desktop(*programs, environ={**both, "SSH_TTY": "/dev/pts/0"})
    opening = opening_of(Place("/d/notes.md", TEXT, Location(line=3)), over_ssh)
    assert opening == Opening(("/bin/vim", "+3", "/d/notes.md"), in_terminal=True)
    unset = desktop(*programs, environ={})
    assert command(TEXT, Location(line=3), unset) == ("/bin/less", "+3g", "/d/notes.md")
    piped = desktop(*programs, environ=both, terminal=False)
    assert command(TEXT, Location(line=3), piped) is None


def test_a_mac_over_ssh_has_no_windows() -> None:
    machine = desktop(platform="darwin", environ={"SSH_CONNECTION": "a b"})
    assert command(PDF, Location(page=7), machine) is None
    assert command(TEXT, Location(line=7), machine) is None


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("mpv", ("--force-window=yes", "--start=83", "/d/talk.mp3")),
        ("vlc", ("--start-time=83", "/d/talk.mp3")),
        ("celluloid", ("--mpv-start=83", "/d/talk.mp3")),
        ("smplayer", ("-start", "83", "/d/talk.mp3")),
        ("mplayer", ("-ss", "83", "/d/talk.mp3")),
        ("ffplay", ("-ss", "83", "/d/talk.mp3")),
        ("xdg-open", ("/d/talk.mp3",)),
    ],
)
def test_a_recording_opens_at_its_time(program: str, arguments: tuple[str, ...]) -> None:
    place = Location(start=83.4, end=90)
    assert command(SONG, place, desktop(program)) == (f"/bin/{program}", *arguments)


def test_a_recording_on_windows_opens_at_its_time() -> None:
    place = Place("/d/talk.mkv", Path("/d/talk.mkv"), Location(start=83.4, end=90))

    def at(*where: str) -> tuple[str, ...]:
        program = "\\".join(("C:\\Programs", *where))
        environ = {"PROGRAMFILES": "C:\\Programs"}
        opening = opening_of(place, desktop(platform="win32", environ=environ, files=(program,)))
        assert opening is not None
        assert opening.command[0] == program
        return opening.command[1:]

    assert at("VideoLAN", "VLC", "vlc.exe") == ("--start-time=83", "/d/talk.mkv")
    assert at("MPC-HC", "mpc-hc64.exe") == ("/d/talk.mkv", "/start", "83400")
    potplayer = at("DAUM", "PotPlayer", "PotPlayerMini64.exe")
    assert potplayer == ("/d/talk.mkv", "/seek=83")
    plain = opening_of(place, desktop("rundll32", platform="win32", environ={}))
    assert plain is not None
    assert not plain.at_place


def test_quicktime_is_given_the_path_and_the_second_as_arguments() -> None:
    files = ("/System/Applications/QuickTime Player.app",)
    machine = desktop(platform="darwin", environ={}, files=files)
    hostile = Path('/d/" & quit & ".mp4')
    opening = opening_of(Place(str(hostile), hostile, Location(start=83.4)), machine)
    assert opening is not None
    assert opening.command[0] == "/usr/bin/osascript"
    assert opening.command[-2:] == (str(hostile), "83")
    assert not any("quit" in argument for argument in opening.command[:-2])
    # It plays no Matroska; another player is told the time as well.
    film = Place("/d/film.mkv", Path("/d/film.mkv"), Location(start=3))
    assert opening_of(film, machine) == Opening(("/usr/bin/open", "/d/film.mkv"), at_place=False)
    iina = "/Applications/IINA.app/Contents/MacOS/iina-cli"
    both = desktop(platform="darwin", environ={}, files=(*files, iina))
    opening = opening_of(film, both)
    assert opening is not None
    assert opening.command == (iina, "--mpv-start=3", "/d/film.mkv")


def test_a_recording_on_the_web_opens_at_its_time() -> None:
    place = Place("https://v.example/talk.mp4#x", None, Location(start=83.4), "a quote")
    opening = opening_of(place, desktop("xdg-open"))
    assert opening == Opening(("/bin/xdg-open", "https://v.example/talk.mp4#t=83"))
    words = Place("https://v.example/talk.vtt", None, Location(start=83.4), "a quote")
    opening = opening_of(words, desktop("xdg-open"))
    assert opening == Opening(("/bin/xdg-open", "https://v.example/talk.vtt#:~:text=a%20quote"))


@pytest.mark.parametrize("name", ["scan.tiff", "photo.jpg", "slide.webp"])
def test_a_picture_opens_in_its_viewer(name: str) -> None:
    machine = desktop("xdg-open", "vim", environ={**WINDOW, "EDITOR": "vim"})
    got = command(Path("/d") / name, Location(page=1), machine)
    assert got == ("/bin/xdg-open", f"/d/{name}")


def test_other_documents_open_at_their_beginning() -> None:
    place = Place("/d/a.docx", Path("/d/a.docx"), Location(heading="A"), "q")
    opening = opening_of(place, desktop("xdg-open"))
    assert opening == Opening(("/bin/xdg-open", "/d/a.docx"), at_place=False)
    assert opening.program == "xdg-open"


@pytest.mark.parametrize("name", ["run.sh", "run.py", "run.bat", "x.desktop", "run.js", "x"])
def test_what_could_be_run_is_never_given_to_the_desktop(name: str) -> None:
    for platform in ("linux", "darwin", "win32"):
        machine = desktop("xdg-open", "rundll32", platform=platform, terminal=False)
        got = command(Path("/d") / name, Location(line=1), machine)
        assert got is None or got[:2] == ("/usr/bin/open", "-t")


def test_a_page_opens_in_the_browser_at_the_quote() -> None:
    place = Place("https://example.org/a", None, Location(), "Children pay - nothing at all.")
    opening = opening_of(place, desktop("xdg-open"))
    assert opening is not None
    assert opening.command == (
        "/bin/xdg-open",
        "https://example.org/a#:~:text=Children%20pay%20%2D%20nothing%20at%20all.",
    )
    assert opening_of(place, desktop("xdg-open", environ={})) is None


@pytest.mark.parametrize(
    "source",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "http://a b/",
        "http://a/\n",
        "-x",
        "tool:time_delta",
        "session:abc",
        "http://[broken",
    ],
)
def test_only_web_addresses_are_given_to_a_browser(source: str) -> None:
    assert web_address(source) is None
    assert opening_of(Place(source, None, Location(), "q"), desktop("xdg-open")) is None


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="/\x00"),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([".pdf", ".md", ".py", ".mp3", ".docx", ""]),
    st.sampled_from(["linux", "darwin", "win32"]),
    st.one_of(st.none(), st.integers(1, 99)),
)
def test_a_path_is_always_one_argument(
    name: str, suffix: str, platform: str, number: int | None
) -> None:
    path = Path(PurePosixPath("/d") / f"{name}{suffix}")
    machine = desktop(
        "evince", "vim", "mpv", "xdg-open", "rundll32", "notepad", platform=platform,
        environ={**WINDOW, "EDITOR": "vim"},
    )  # fmt: skip
    opening = opening_of(Place(str(path), path, Location(page=number, line=number)), machine)
    if opening is not None:
        held = [word for word in opening.command if str(path) in word or path.as_uri() in word]
        assert len(held) == 1
        assert not held[0].startswith("-")


@pytest.mark.parametrize("name", ["talk.srt", "talk.en.vtt"])
def test_subtitles_open_their_recording(tmp_path: Path, name: str) -> None:
    subtitles, recording = tmp_path / name, tmp_path / "talk.mp4"
    cited = Citation(1, str(subtitles), "talk", Location(line=7, start=65.5), "The lamp.")
    state = SourceState(str(subtitles), subtitles)
    assert place_of(cited, state).path == subtitles
    recording.write_bytes(b"")
    opening = opening_of(place_of(cited, state), desktop("mpv", "less"))
    assert opening is not None
    assert opening.command == ("/bin/mpv", "--force-window=yes", "--start=65", str(recording))
