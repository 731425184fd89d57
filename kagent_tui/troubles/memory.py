"""What the memory says: store, and the home directory."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("{path} is another program's database, not KAgent's; {remedy}"),
    mark(
        "{path} was written by a newer KAgent (schema {version}, this one knows "
        "{known}); update KAgent, or {remedy}"
    ),
    mark("choose another place with --home DIR or KAGENT_HOME"),
    mark("{path} was brought up to date; the file as it was is kept in {kept}"),
    mark("sqlite-vec cannot be loaded ({reason}); install KAgent again"),
    mark("cannot write to {path}: {reason}; {remedy}"),
    mark("cannot write to {path}: the disk is full; free some space and try again"),
    mark("{path} is locked by another program; close that program, or try again in a moment"),
    mark(
        "the system cannot read or write {path} ({reason}); look whether the disk "
        "has space and is sound, and try again"
    ),
    mark(
        "{path} is damaged ({reason}); nothing was changed: put a backup in its "
        "place, or move it away and add your documents again"
    ),
    mark("it is empty, yet an index of its documents is beside it"),
    mark("a backup is being restored in {home}; try again in a moment"),
    mark("KAgent is running in {home}; close it there and try again"),
    mark("another backup, restore or purge is at work in {home}; wait for its end"),
    mark("the search index in {path} is damaged: {reason}"),
    mark(
        "cannot write the search index in {path}: {reason}; free some space or "
        "choose another place with --home DIR"
    ),
    mark("cannot write the search index in {path}: {reason}; free some space and try again"),
    mark("the search index in {path} is being made by another KAgent; try again in a moment"),
    mark("the search index was made again from your documents ({reason})"),
    mark("it was out of step with the database"),
    mark("it held {count} of {expected} segments"),
    mark("it is of another version or another database"),
    mark("{name} does not match its checksum"),
    mark("{name} cannot be read"),
    mark("there is a collection {name} already; choose another name"),
    mark("there is no collection {name}; {others}"),
    mark("there are none yet"),
    mark("there are: {names}"),
    mark("{name} cannot name a collection; use 1 to {most} characters"),
    mark("there is no session {id}; `kagent sessions list` shows them"),
    mark(
        "the embedding model {name} makes vectors of {dimensions} parts, and KAgent "
        "keeps up to {most}; choose another one"
    ),
    mark("the embedding model {name} does not give usable vectors; choose another"),
    mark(
        "the bits of vectors in {path} cannot be read ({reason}); `kagent doctor` makes them again"
    ),
    mark("{path}: the home must be a directory, and this is not one; name another with --home"),
    mark("{path}: cannot be used as the home: {reason}; name another with --home"),
)
