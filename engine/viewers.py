"""How programs are told the place at which to open a file.

From the programs' manuals: evince(1), okular --help, zathura(1), mupdf(1), qpdfview(1),
SumatraPDF's command-line arguments, PDF open parameters (#page=N, RFC 8118); mpv(1), vlc --help,
ffplay(1), mplayer(1), smplayer(1), mpc-hc /help, PotPlayer's command line, QuickTime Player's
AppleScript dictionary; the editors' own manuals. Totem and Windows' own player take no time.
"""

from __future__ import annotations

from collections.abc import Mapping

# {path}, {uri}, {page}, {seconds} and {line} are filled; nothing here is ever read by a shell.
Arguments = tuple[str, ...]

_PAGE_INDEX: Arguments = ("--page-index={page}", "{path}")
PDF_VIEWERS: Mapping[str, Arguments] = {
    "evince": _PAGE_INDEX,
    "papers": _PAGE_INDEX,
    "atril": _PAGE_INDEX,
    "xreader": _PAGE_INDEX,
    "okular": ("--page", "{page}", "{path}"),
    "zathura": ("--page={page}", "{path}"),
    "qpdfview": ("--unique", "{path}#{page}"),
    "mupdf": ("{path}", "{page}"),
    "sumatrapdf": ("-page", "{page}", "{path}"),
}
BROWSERS = (
    "firefox",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "brave-browser",
    "microsoft-edge",
    "msedge",
)
PAGE_IN_BROWSER = "{uri}#page={page}"

# Without a window, sound that plays could not be stopped.
PLAYERS: Mapping[str, Arguments] = {
    "mpv": ("--force-window=yes", "--start={seconds}", "{path}"),
    "vlc": ("--start-time={seconds}", "{path}"),
    "celluloid": ("--mpv-start={seconds}", "{path}"),
    "iina-cli": ("--mpv-start={seconds}", "{path}"),
    "smplayer": ("-start", "{seconds}", "{path}"),
    "mplayer": ("-ss", "{seconds}", "{path}"),
    "ffplay": ("-ss", "{seconds}", "{path}"),
    **dict.fromkeys(("mpc-hc64", "mpc-hc", "mpc-be64"), ("{path}", "/start", "{milliseconds}")),
    **dict.fromkeys(("potplayermini64", "potplayermini"), ("{path}", "/seek={seconds}")),
}
# What QuickTime Player of macOS can play; the path and the seconds come as arguments of the script.
OF_QUICKTIME = frozenset({".mp4", ".m4v", ".mov", ".m4a", ".mp3", ".wav"})
QUICKTIME: Arguments = (
    *("-e", "on run argv"),
    *("-e", 'tell application "QuickTime Player"'),
    *("-e", "activate"),
    *("-e", "set opened to open (POSIX file (item 1 of argv))"),
    *("-e", "set current time of opened to ((item 2 of argv) as integer)"),
    *("-e", "play opened"),
    *("-e", "end tell"),
    *("-e", "end run"),
    *("{path}", "{seconds}"),
)

_PLUS: Arguments = ("+{line}", "{path}")
_GO_TO: Arguments = ("-g", "{path}:{line}")
_COLON: Arguments = ("{path}:{line}",)
_LINE: Arguments = ("--line", "{line}", "{path}")
TERMINAL_EDITORS: Mapping[str, Arguments] = {
    **dict.fromkeys(("nano", "micro", "nvim", "vim", "vi", "emacs", "joe", "jed", "mg"), _PLUS),
    **dict.fromkeys(("ne", "kak", "mcedit", "neovim", "pico", "vis"), _PLUS),
    **dict.fromkeys(("hx", "helix"), _COLON),
    "less": ("+{line}g", "{path}"),
}
WINDOW_EDITORS: Mapping[str, Arguments] = {
    **dict.fromkeys(("code", "codium", "code-insiders", "cursor", "windsurf"), _GO_TO),
    **dict.fromkeys(("subl", "zed", "zeditor"), _COLON),
    **dict.fromkeys(("gvim", "mvim", "gedit", "xed", "pluma", "bbedit", "emacsclient"), _PLUS),
    **dict.fromkeys(
        ("idea", "pycharm", "webstorm", "goland", "clion", "rubymine", "phpstorm", "rider"), _LINE
    ),
    "kate": _LINE,
    "kwrite": _LINE,
    "mate": _LINE,
    "geany": _LINE,
    "mousepad": ("--line={line}", "{path}"),
    "notepad++": ("-n{line}", "{path}"),
}
# Tried in this order where nobody has named an editor: those that say how to leave them first.
USUAL_WINDOW_EDITORS = ("gedit", "xed", "pluma", "kate", "mousepad", "geany", "code", "codium")
USUAL_TERMINAL_EDITORS = ("less", "nano", "micro", "nvim", "vim", "vi")

# What the desktop's own opener may be given: kinds that are shown and not run. A script that is
# cited is only ever opened as text.
_PLAIN = frozenset({".txt", ".md", ".markdown", ".rst", ".csv", ".tsv"})
_DOCUMENTS = frozenset(
    {".pdf", ".html", ".htm", ".xhtml", ".docx", ".pptx", ".xlsx", ".epub", ".eml"}
    | {".odt", ".odp", ".ods"}
    | {".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"}
)
MEDIA = frozenset(
    {".mp3", ".m4a", ".ogg", ".opus", ".flac", ".wav"}
    | {".mp4", ".m4v", ".mkv", ".webm", ".mov", ".avi"}
)
# Kinds whose extracted text has no line that an editor would know.
NOT_TEXT = _DOCUMENTS | MEDIA
SHOWN_BY_DESKTOP = _PLAIN | NOT_TEXT
