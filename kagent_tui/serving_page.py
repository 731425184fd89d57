"""The page that shows the interface in a browser. It loads nothing from anywhere else.

The page of textual-serve fetches a font from the internet; this one takes the same font from the
files that come with the package, and runs that package's script.
"""

from __future__ import annotations

from html import escape
from typing import Final

from kagent_tui.i18n import language, tr

STYLE: Final = """
@font-face {
  font-family: "Roboto Mono";
  src: url("/static/fonts/RobotoMono-VariableFont_wght.ttf");
  font-weight: 100 700;
}
@font-face {
  font-family: "Roboto Mono";
  font-style: italic;
  src: url("/static/fonts/RobotoMono-Italic-VariableFont_wght.ttf");
  font-weight: 100 700;
}
html, body { margin: 0; height: 100%; overflow: hidden; background: #121212; color: #e0e0e0; }
.textual-terminal { width: 100vw; height: 100vh; }
#ended {
  display: none; position: fixed; inset: 0; z-index: 10; align-items: center;
  justify-content: center; flex-direction: column; gap: 1em; background: #121212e6;
  font: 16px "Roboto Mono", monospace;
}
body.-closed #ended { display: flex; }
#ended a { color: inherit; border: 1px solid; padding: 0.5em 1em; text-decoration: none; }
"""

# textual.js makes the terminal when the page is loaded, and leaves it to the user to click into it.
FOCUS: Final = """
window.addEventListener("load", () => {
  document.querySelector(".xterm-helper-textarea")?.focus();
});
"""

_PAGE: Final = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>KAgent</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/css/xterm.css">
<link rel="stylesheet" href="/style.css">
<script src="/static/js/textual.js"></script>
<script src="/focus.js"></script>
</head>
<body>
<div id="ended" role="alert"><p>{ended}</p><a href="/">{again}</a></div>
<div class="textual-terminal" data-session-websocket-url="ws://{authority}/ws"
 data-font-size="16"></div>
</body>
</html>
"""

# A redirect would still count as coming from wherever the link stood, and the browser would keep
# the strict cookie to itself; this page asks for the next one in its own name.
ENTRANCE: Final = """<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=/">
<title>KAgent</title>
<link rel="icon" href="data:,">
"""


def page(authority: str) -> str:
    """The page of the server at this host and port."""
    return _PAGE.format(
        language=language(),
        authority=escape(authority),
        ended=escape(tr("The session has ended.")),
        again=escape(tr("Start again")),
    )


def content_policy(authority: str) -> str:
    """What the page may load and speak to: this server.

    xterm.js writes styles of its own into the page.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"font-src 'self'; img-src 'self' data:; connect-src 'self' ws://{authority}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
