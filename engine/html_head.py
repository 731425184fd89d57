"""How a page begins that is opened from the disk: it may do nothing but be shown."""

from __future__ import annotations

from html import escape
from typing import Final

from engine.cleaning import clean_line

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def html_head(title: str, style: str, language: str = "en") -> str:
    """The page up to the begin of its body.

    Args:
        title: of the page; it is cleaned and escaped.
        style: rules of CSS, each line ended.
        language: the tag of the page's language, BCP 47.
    """
    return f"""\
<!DOCTYPE html>
<html lang="{escape(language, quote=True)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY, quote=True)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="KAgent">
<title>{escape(clean_line(title), quote=True)}</title>
<style>
{style}</style>
</head>
<body>
"""
