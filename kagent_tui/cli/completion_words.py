"""A command line that is still being typed, in words; and values as bash wants them written."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\w@%+=:,./~-]")
# What bash acts upon between double quotes. A "!" is nothing there in scripts, and at the prompt a
# backslash before it stays: it is not among them.
_ACTIVE = re.compile(r'[\\"$`]')


def split_line(line: str) -> tuple[list[str], str]:
    """The words of a line without their quotes, and the quote that is still open at its end.

    The last word is the one being typed: it is empty after a space. A backslash keeps the next
    character, as in a POSIX shell; nothing is expanded.
    """
    words, word, quote = [], "", ""
    begun, kept = False, False
    for character in line:
        if kept:
            word, kept = word + character, False
        elif character == "\\" and quote != "'":
            kept = begun = True
        elif quote:
            quote, word = ("", word) if character == quote else (quote, word + character)
        elif character in "'\"":
            quote, begun = character, True
        elif character.isspace():
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + character, True
    return [*words, word], quote


def bash_text(value: str, typed: str, quote: str, breaks: str) -> str:
    """A value as bash is to insert it.

    readline replaces the word only from the last of its break characters on, so what stands before
    it is left away; inside an open quote nothing is broken. The value of a line that is sent off is
    never run: the name of a file or a tag may come from anyone.
    """
    if quote == "'":
        return value.replace("'", "'\\''")
    if quote:
        return _ACTIVE.sub(lambda found: "\\" + found[0], value)
    begin = max((typed.rfind(mark) for mark in breaks if mark in ":=@"), default=-1) + 1
    return _PLAIN.sub(lambda found: "\\" + found[0], value[begin:])
