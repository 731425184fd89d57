"""The tables of recordings' moments and of the personal Kuaipedia: one migration step of kagent.db.

`moments` tells when each piece of a document's text was said or shown. The rest, after Kuaipedia
(Pan et al., 2022): items (entities and concepts) with aliases, a tree of aspects of two levels, and
evidence, which is where a document speaks of an item or shows it.

What a person decides is never undone by the machine: a row of `origin` 'person' is kept, an item
that was deleted or merged stays as a row that says so (`deleted_at`, `merged_into`), an alias or
aspect that was taken away stays with `hidden` = 1, and `kuaipedia_verdicts` says of a whole
document that it is, or is not, about an item. `kuaipedia_linked` tells which documents have been
looked through, and by which version of the items. `folded` is a name without case, accents and
variants of characters, by which it is found.
"""

from __future__ import annotations

KUAIPEDIA_TABLES = """
CREATE TABLE moments (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    time_start REAL NOT NULL,
    time_end REAL NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('subtitle', 'said', 'shown')),
    confidence REAL,
    PRIMARY KEY (document_id, span_start)
) STRICT, WITHOUT ROWID;
CREATE TABLE kuaipedia_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL CHECK (origin IN ('library', 'archive', 'import', 'person')),
    merged_into INTEGER REFERENCES kuaipedia_items(id) ON DELETE SET NULL,
    deleted_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX kuaipedia_items_by_name ON kuaipedia_items(folded);
CREATE TABLE kuaipedia_aliases (
    item_id INTEGER NOT NULL REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    folded TEXT NOT NULL,
    alias TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('library', 'archive', 'import', 'person')),
    hidden INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (item_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX kuaipedia_aliases_by_name ON kuaipedia_aliases(folded);
CREATE TABLE kuaipedia_aspects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id INTEGER NOT NULL REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES kuaipedia_aspects(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level IN (1, 2)),
    position INTEGER NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('library', 'archive', 'import', 'person')),
    hidden INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX kuaipedia_aspects_by_name
    ON kuaipedia_aspects(item_id, coalesce(parent_id, 0), folded);
CREATE INDEX kuaipedia_aspects_by_parent ON kuaipedia_aspects(parent_id)
    WHERE parent_id IS NOT NULL;
CREATE TABLE kuaipedia_evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id INTEGER NOT NULL REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    aspect_id INTEGER REFERENCES kuaipedia_aspects(id) ON DELETE SET NULL,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    page INTEGER,
    time_start REAL,
    time_end REAL,
    field TEXT NOT NULL CHECK (field IN ('title', 'heading', 'shown', 'said', 'text')),
    mention TEXT NOT NULL,
    score REAL NOT NULL,
    verifier TEXT NOT NULL CHECK (verifier IN ('machine', 'import', 'person'))
) STRICT;
CREATE INDEX kuaipedia_evidence_by_item ON kuaipedia_evidence(item_id, aspect_id);
CREATE INDEX kuaipedia_evidence_by_aspect ON kuaipedia_evidence(aspect_id)
    WHERE aspect_id IS NOT NULL;
CREATE INDEX kuaipedia_evidence_by_document ON kuaipedia_evidence(document_id);
CREATE TABLE kuaipedia_verdicts (
    item_id INTEGER NOT NULL REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    aspect_id INTEGER REFERENCES kuaipedia_aspects(id) ON DELETE SET NULL,
    linked INTEGER NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (item_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kuaipedia_verdicts_by_document ON kuaipedia_verdicts(document_id);
CREATE TABLE kuaipedia_linked (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    version TEXT NOT NULL
) STRICT;
"""
