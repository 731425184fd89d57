"""What keeps recordings, pictures and scans from being read, or those on the web from being had."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("what is shown could not be read: {reason}"),
    mark("what is said could not be read: {reason}"),
    mark("the system ended the reading process; most often memory had run out"),
    mark("its content crashed the reading process ({name})"),
    mark("reading it took more than {most} MB of memory"),
    mark("reading it got no further for {seconds} seconds"),
    mark("what reads it cannot be loaded ({name}); install KAgent anew"),
    mark(
        "there is no text on its pages ({count}): they are pictures, and recognising text in "
        "pictures is off"
    ),
    mark(
        "{path}: reading it takes about {minutes} minutes, too long for one question; add it to "
        "the library: {command}"
    ),
    mark(
        "its recording plays in a browser only and cannot be read from the page; download the "
        "recording, then add the file"
    ),
    mark(
        "it is larger than {size} GB, which is not fetched; download it yourself, then add the file"
    ),
    mark("what the documents speak of was not looked for ({reason}); try it again with: {command}"),
)
