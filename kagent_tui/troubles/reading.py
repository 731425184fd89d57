"""Why a file cannot be read, kept or attached: engine.reading, engine.library, engine.attaching."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("it holds no text"),
    mark("it is a binary file, not text"),
    mark("it is damaged or no PDF"),
    mark("it is damaged or not what its name says"),
    mark("it is encrypted; save a copy without a password"),
    mark("it is encrypted or in the format before 2007; save it anew without a password"),
    mark("it needs a password; save a copy without one"),
    mark("it is copy-protected"),
    mark("it is not a regular file"),
    mark("it is a broken feed"),
    mark("it is nested too deeply"),
    mark("its pages are damaged"),
    mark("its character encoding is not known; save it as UTF-8"),
    mark("it is not valid {encoding} text; save it as UTF-8"),
    mark("it is not {encoding} throughout; save it as UTF-8"),
    mark("it holds more text than fits; split it"),
    mark("it holds more text than fits ({most} characters); split it"),
    mark("it is no e-mail message: it has no sender, date or subject"),
    mark("it is no mailbox: no message begins in it"),
    mark("it has {count} pages, at most {most} are read; split it"),
    mark("files of this kind cannot be read; these can: {kinds}"),
    mark("it is too large ({size} MB, at most {most}); split it"),
    mark("it is too large ({size} MB, at most {most} MB); split it"),
    mark("it changed while it was read; add it again"),
    mark("reading it was stopped"),
    mark("reading it took more than {seconds} seconds, so it was left out"),
    mark("the reading process cannot be started ({reason})"),
    mark(
        "its content crashed the reading process (status {status}) or took more "
        "than {most} MB of memory"
    ),
    mark("its reader gave a senseless answer; please report this file"),
    mark("it holds {count} parts, at most {most} are read"),
    mark("a part of it unpacks to {ratio} times its size, which no document does"),
    mark("it unpacks to {size} MB, at most {most}"),
    mark("its part {name} is of an unknown kind"),
    mark("it lacks its part {name}"),
    mark("its part {name} is damaged ({reason})"),
    mark("it declares XML entities, which no workbook needs"),
    mark("it declares XML entities, which no such document needs"),
    mark("line {number} is too long"),
    mark("it holds no files of a known kind ({kinds})"),
    mark("it is in no collection, for archives never are"),
    mark("{path}: is not in the library"),
    mark("{path}: is not in the library; see: {command}"),
    mark("{path}: is not in the library; add it with: {command}"),
    mark("there is nothing to sync yet; add something with: {command}"),
    mark("{path}: an encyclopedia is added to the library: kagent add"),
    mark("{title}: there is no text in it"),
    mark(
        "{title}: {size} MB are too much for one question (at most {most} MB); save "
        "it as a file and add it: kagent add FILE"
    ),
    mark(
        "{path}: {count} files are too many for one question (at most {most}); add "
        "them to the library: {command}"
    ),
    mark(
        "{path}: {size} MB are too many for one question (at most {most}); add them "
        "to the library: {command}"
    ),
    mark("{title}: cannot be kept as {path}: {reason}"),
    mark("{folder}: cannot be used: {reason}; attachments are kept there"),
    mark("line {number}: {reason}"),
    mark("it is no JSON ({detail})"),
    mark("it is no table of rows ({detail})"),
    mark(
        "{path}: {found} are too many for one question (at most {most}); add them "
        "to the library: {command}"
    ),
    mark("cannot add {path}: {reason}"),
    mark("there is no such file or folder"),
    mark("it is not used: no regular file of at most 1 MB"),
    mark("it cannot be used: {reason}"),
    mark("line {number} is no pattern and was left out"),
    mark(
        "the network is off; allow it this once with --online, or always with "
        'network = "on" in config.toml'
    ),
    mark("{kind} cannot be read"),
    mark("what its server names no kind of cannot be read"),
    mark("{path} is not there: its document stays; if it is gone for good: {command}"),
    mark("{path} is not there: its {count} documents stay; if it is gone for good: {command}"),
)
