"""What is read out of unified diffs, of diff -u and of git."""

import difflib

from hypothesis import given
from hypothesis import strategies as st

from engine.diffs import changed_files

GIT = """\
diff --git a/engine/tool.py b/engine/tool.py
index 1..2 100644
--- a/engine/tool.py
+++ b/engine/tool.py
@@ -1,3 +1,4 @@ class Tool:
 one
--- not a header, a removed line
+++ not a header, an added line
+two
 three
@@ -10 +11 @@ def run():
-a
+b
diff --git a/old name.md b/new name.md
similarity index 90%
rename from old name.md
rename to new name.md
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
--- a/gone.txt
+++ /dev/null
@@ -1,2 +0,0 @@
-x
-y
diff --git a/made.txt b/made.txt
new file mode 100644
--- /dev/null
+++ b/made.txt
@@ -0,0 +1 @@
+x
\\ No newline at end of file
diff --git a/logo.png b/logo.png
Binary files a/logo.png and b/logo.png differ
"""


def test_a_diff_of_git_is_told_file_by_file() -> None:
    found = changed_files(GIT)
    told = [(one.name, one.change, one.added, one.removed, one.binary) for one in found]
    assert told == [
        ("engine/tool.py", "changed", 3, 2, False),
        ("new name.md", "renamed", 0, 0, False),
        ("gone.txt", "deleted", 0, 2, False),
        ("made.txt", "new", 1, 0, False),
        ("logo.png", "changed", 0, 0, True),
    ]
    assert found[0].headings == ["class Tool:", "def run():"]
    assert found[1].before == "old name.md"
    lines = GIT.split("\n")
    assert all(lines[one.line].startswith("diff --git") for one in found)


def test_what_is_no_diff_changes_nothing() -> None:
    assert changed_files("") == []
    assert changed_files("--- a line\nand another\n+++ no\n") == []


LINES = st.lists(st.sampled_from(["", "a", "-- b", "++ c", "--- d", "+++ e", "@@ -1 +1 @@"]))


@given(LINES, LINES)
def test_the_lines_of_a_plain_diff_are_counted(before: list[str], after: list[str]) -> None:
    written = list(difflib.unified_diff(before, after, "old.txt", "new.txt", lineterm=""))
    found = changed_files("\n".join(written))
    body = written[2:]
    if not body:
        assert found == []
        return
    hunks = [line for line in body if line not in {""}]
    assert len(found) == 1
    added = sum(line.startswith("+") for line in hunks)
    removed = sum(line.startswith("-") for line in hunks)
    assert (found[0].name, found[0].added, found[0].removed) == ("new.txt", added, removed)


@given(st.text(alphabet="+-@ ad/\n\t1,"))
def test_any_text_is_read_without_trouble(text: str) -> None:
    for one in changed_files(f"diff --git a/x b/y\n{text}"):
        assert one.added >= 0
        assert one.removed >= 0
