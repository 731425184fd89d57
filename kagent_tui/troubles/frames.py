"""Why a picture cannot be shown: engine.reading.frame_grab."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("there are no pictures in a file of this kind"),
    mark("there are no pictures in this recording"),
    mark("no picture of this recording can be decoded"),
    mark("it has no page {number}"),
    mark("its picture is too large to be shown"),
    mark("the process that decodes pictures cannot be started ({reason})"),
    mark("decoding its picture was stopped"),
    mark("decoding its picture took more than {seconds} seconds"),
    mark("its picture crashed the decoder (status {status}) or took too much memory"),
    mark("its picture cannot be decoded ({reason})"),
    mark("its picture's decoder gave a senseless answer"),
)
