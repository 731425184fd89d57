"""How long the largest pages of an encyclopedia take to read, honest and hostile ones.

    python -m benchmarks.article_parsing [--megabytes 5]

Each kind is repeated to that size, which is the most that is read of a page.
"""

from __future__ import annotations

import argparse
import time

from engine.encyclopedia.addresses import article_url, site_of
from engine.encyclopedia.article import Origin, read_article
from engine.reading.extracted import ReadingError

_SITE = site_of("en")
_ORIGIN = Origin("Page", _SITE, "en", article_url(_SITE, "Page"))
_PARAGRAPH = (
    '<p>The town of <a href="/wiki/Port_Ellis" title="Port Ellis">Port Ellis</a> has 41,200 '
    'people.<sup class="reference"><a href="#n1">[1]</a></sup> Its lighthouse was built in 1862 '
    "and stands on the rocks east of the harbour, where the ferry turns.</p>"
)
_ORDINARY = (
    '<div class="mw-heading mw-heading2"><h2>Years</h2><span class="mw-editsection">[edit]</span>'
    f"</div>{_PARAGRAPH * 12}<table class='wikitable'><tr><th>Year</th><th>People</th></tr>"
    + "<tr><td>1900</td><td>12,000</td></tr>" * 20
    + "</table><ul>"
    + "<li>A list entry with some words in it</li>" * 15
    + "</ul>"
)
KINDS = {
    "ordinary article": _ORDINARY,
    "paragraphs": "<p>hello world</p>",
    "one paragraph": "word ",
    "table rows": "<tr><td>a</td><td>b</td></tr>",
    "tables in tables": "<table><tr><td>",
    "tables in a row": "<table><tr><td>a<td>b</table>",
    "headings": "<h2>x</h2>",
    "references": '<sup class="reference"></sup>x',
    "infoboxes": '<table class="infobox"><tr><td>x',
    "lists in lists": '<ul><li><a href="/wiki/X">x</a>',
    "links": '<a href="/wiki/X">x</a>',
    "divisions in divisions": "<div>",
    "entities": "&amp;",
}


def main() -> None:
    """Print seconds by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=5.0)
    size = int(parser.parse_args().megabytes * 1_000_000)
    for name, piece in KINDS.items():
        opening = "<table>" if name == "table rows" else "<p>"
        html = '<div class="mw-parser-output">' + opening + piece * (size // len(piece))
        began = time.process_time()
        try:
            outcome = f"{len(read_article(html, _ORIGIN).text):,} characters"
        except ReadingError as error:
            outcome = str(error)
        print(f"{name:24} {time.process_time() - began:6.2f} s CPU  {outcome}", flush=True)


if __name__ == "__main__":
    main()
