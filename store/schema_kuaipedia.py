"""The tables of recordings' moments and of the personal Kuaipedia: one migration step of kagent.db.

`moments` tells when each piece of a document's text was said or shown. The rest, after Kuaipedia
(Pan et al., 2022): items (entities and concepts) with aliases, a tree of aspects of two levels, and
evidence, which is where a document speaks of an item or shows it.

What a person decides is never undone by the machine. A row of `origin` 'person' is kept. An item
that was deleted or merged, and the former title of one that was renamed (`renamed` = 1), stay as
rows that say so (`deleted_at`, `merged_into`), so that who offers them again is led on; so do
aspects. An alias or aspect that was taken away stays with `hidden` = 1. An alias, evidence or a
verdict that an item was given by a merge says with which item it came (`came_with`), so that the
merge can be undone. `kuaipedia_verdicts` says of a whole document that it is, or is not, about an
item or one of its aspects: by the document's source, for the verdict outlives the document and
holds again when that comes back; triggers keep `document_id` in step.

Each item has its title among its aliases. `folded` is a name without case, accents and variants
of characters, by which it is found; `added` is the version (of Kuaipedia.version) that brought an
alias. `kuaipedia_items.evidence` counts the item's evidence, by triggers. `kuaipedia_linked` tells
which documents have been looked through, and by which version of the items.
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
CREATE INDEX documents_by_kind ON documents(media_type);
CREATE TABLE kuaipedia_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL,
    folded_subtitle TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL CHECK (origin IN ('library', 'archive', 'import', 'person')),
    evidence INTEGER NOT NULL DEFAULT 0,
    merged_into INTEGER REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    renamed INTEGER NOT NULL DEFAULT 0,
    deleted_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX kuaipedia_items_by_name ON kuaipedia_items(folded, folded_subtitle);
CREATE INDEX kuaipedia_items_by_evidence ON kuaipedia_items(evidence DESC, folded, id)
    WHERE merged_into IS NULL AND deleted_at IS NULL;
CREATE INDEX kuaipedia_items_merged ON kuaipedia_items(merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE kuaipedia_aliases (
    item_id INTEGER NOT NULL REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    folded TEXT NOT NULL,
    alias TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('library', 'archive', 'import', 'person')),
    hidden INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    came_with INTEGER,
    PRIMARY KEY (item_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX kuaipedia_aliases_by_name ON kuaipedia_aliases(folded, hidden);
CREATE INDEX kuaipedia_aliases_by_version ON kuaipedia_aliases(added);
CREATE TABLE kuaipedia_aspects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id INTEGER NOT NULL REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES kuaipedia_aspects(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level IN (1, 2)),
    position INTEGER NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('library', 'archive', 'import', 'person')),
    hidden INTEGER NOT NULL DEFAULT 0,
    merged_into INTEGER REFERENCES kuaipedia_aspects(id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX kuaipedia_aspects_by_name
    ON kuaipedia_aspects(item_id, coalesce(parent_id, 0), folded);
CREATE INDEX kuaipedia_aspects_by_parent ON kuaipedia_aspects(parent_id)
    WHERE parent_id IS NOT NULL;
CREATE INDEX kuaipedia_aspects_merged ON kuaipedia_aspects(merged_into)
    WHERE merged_into IS NOT NULL;
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
    verifier TEXT NOT NULL CHECK (verifier IN ('machine', 'import', 'person')),
    came_with INTEGER
) STRICT;
CREATE INDEX kuaipedia_evidence_by_item ON kuaipedia_evidence(item_id, aspect_id, document_id);
CREATE INDEX kuaipedia_evidence_by_aspect ON kuaipedia_evidence(aspect_id)
    WHERE aspect_id IS NOT NULL;
CREATE INDEX kuaipedia_evidence_by_document ON kuaipedia_evidence(document_id, item_id);
CREATE TRIGGER kuaipedia_evidence_added AFTER INSERT ON kuaipedia_evidence BEGIN
    UPDATE kuaipedia_items SET evidence = evidence + 1 WHERE id = new.item_id;
END;
CREATE TRIGGER kuaipedia_evidence_removed AFTER DELETE ON kuaipedia_evidence BEGIN
    UPDATE kuaipedia_items SET evidence = evidence - 1 WHERE id = old.item_id;
END;
CREATE TRIGGER kuaipedia_evidence_moved AFTER UPDATE OF item_id ON kuaipedia_evidence
WHEN old.item_id <> new.item_id BEGIN
    UPDATE kuaipedia_items SET evidence = evidence - 1 WHERE id = old.item_id;
    UPDATE kuaipedia_items SET evidence = evidence + 1 WHERE id = new.item_id;
END;
CREATE TABLE kuaipedia_verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id INTEGER NOT NULL REFERENCES kuaipedia_items(id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    document_id INTEGER REFERENCES documents(id) ON DELETE SET NULL,
    aspect_id INTEGER REFERENCES kuaipedia_aspects(id) ON DELETE CASCADE,
    linked INTEGER NOT NULL,
    decided_at TEXT NOT NULL,
    came_with INTEGER
) STRICT;
CREATE UNIQUE INDEX kuaipedia_verdicts_by_source
    ON kuaipedia_verdicts(source, item_id, coalesce(aspect_id, 0));
CREATE INDEX kuaipedia_verdicts_by_item ON kuaipedia_verdicts(item_id, document_id);
CREATE INDEX kuaipedia_verdicts_by_document ON kuaipedia_verdicts(document_id)
    WHERE document_id IS NOT NULL;
CREATE INDEX kuaipedia_verdicts_by_aspect ON kuaipedia_verdicts(aspect_id)
    WHERE aspect_id IS NOT NULL;
CREATE TABLE kuaipedia_linked (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    version TEXT NOT NULL
) STRICT;
CREATE TRIGGER kuaipedia_document_added AFTER INSERT ON documents BEGIN
    UPDATE kuaipedia_verdicts SET document_id = new.id WHERE source = new.source;
END;
CREATE TRIGGER kuaipedia_document_moved AFTER UPDATE OF source ON documents
WHEN old.source <> new.source BEGIN
    UPDATE OR REPLACE kuaipedia_verdicts SET source = new.source WHERE document_id = new.id;
    UPDATE kuaipedia_verdicts SET document_id = new.id WHERE source = new.source;
END;
CREATE TRIGGER kuaipedia_document_read_again AFTER UPDATE OF fingerprint ON documents
WHEN old.fingerprint <> new.fingerprint BEGIN
    DELETE FROM kuaipedia_evidence WHERE document_id = new.id AND verifier = 'machine';
    UPDATE kuaipedia_evidence SET span_start = 0, span_end = 0 WHERE document_id = new.id;
END;
"""
