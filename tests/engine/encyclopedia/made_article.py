"""An article of our own, in the HTML of a MediaWiki skin and of Kiwix's files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

_LINK = re.compile(r"\[\[([^]|]+)(?:\|([^]]+))?\]\]")


@dataclass(frozen=True)
class MadeArticle:
    """What an article says; [[Title|words]] is a link. `box` are the rows of its infobox."""

    title: str
    language: str
    lead: tuple[str, ...]
    box: tuple[tuple[str, str], ...] = ()
    sections: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    redirects: tuple[str, ...] = ()
    meanings: tuple[str, ...] = field(default=())

    def skin_html(self) -> str:
        """As action=parse gives it."""
        body = ['<div class="mw-content-ltr mw-parser-output" lang="x" dir="ltr">']
        body.append('<div class="shortdescription nomobile" style="display:none">short</div>')
        body.append('<div role="note" class="hatnote">For other uses, see elsewhere.</div>')
        body.append(self._box("/wiki/"))
        body += [f"<p>{_linked(text, '/wiki/')}{_reference()}\n</p>" for text in self.lead]
        body.append(self._meanings("/wiki/"))
        for level, heading, texts in self.sections:
            body.append(
                f'<div class="mw-heading mw-heading{level}"><h{level} id="x">{escape(heading)}'
                f'</h{level}><span class="mw-editsection"><span>[</span><a href="/w/index.php?'
                'title=X&amp;action=edit">edit</a><span>]</span></span></div>'
            )
            body += [f"<p>{_linked(text, '/wiki/')}\n</p>" for text in texts]
        body.append(
            '<div class="mw-heading mw-heading2"><h2 id="References">References</h2></div>'
            '<div class="reflist"><ol class="references"><li>A book.</li></ol></div>'
            '<div class="navbox" role="navigation"><p>Navigation</p></div>'
        )
        return "\n".join(body) + "<!-- NewPP limit report --></div>"

    def kiwix_html(self) -> str:
        """As Kiwix's archives hold it."""
        body = [
            f"<!DOCTYPE html><html><head><title>{escape(self.title)}</title>"
            '<link href="../-/style.css" rel="stylesheet"></head><body class="mw-body">'
            f'<div id="content"><h1 id="openzim-page-title">{escape(self.title)}</h1>'
            '<div id="mw-content-text"><div class="mw-parser-output">'
            '<div role="note" class="hatnote">For other uses, see elsewhere.</div>'
        ]
        body.append(self._box("./"))
        body += [f"<p>{_linked(text, './')}{_reference()}</p>" for text in self.lead]
        body.append(self._meanings("./"))
        depth = 0
        for level, heading, texts in self.sections:
            while depth and depth >= level - 1:
                body.append("</details>")
                depth -= 1
            depth += 1
            body.append(
                f'<details data-level="{level}" open><summary class="section-heading">'
                f'<h{level} id="x">{escape(heading)}</h{level}></summary>'
            )
            body += [f"<p>{_linked(text, './')}</p>" for text in texts]
        body.append("</details>" * depth)
        body.append(
            '<details data-level="2" open><summary class="section-heading"><h2>References</h2>'
            '</summary><div class="mw-references-wrap"><ol class="mw-references references">'
            "<li>A book.</li></ol></div></details></div></div></div>"
            '<div class="zim-footer">This article is issued from Wikipedia.</div></body></html>'
        )
        return "".join(body)

    def _box(self, base: str) -> str:
        if not self.box:
            return ""
        rows = "".join(
            f'<tr><th scope="row" class="infobox-label">{escape(name)}</th>'
            f'<td class="infobox-data">{_linked(value, base)}{_reference()}</td></tr>'
            for name, value in self.box
        )
        return (
            '<table class="infobox vcard"><tbody><tr><th colspan="2" class="infobox-above">'
            f"{escape(self.title)}</th></tr>{rows}</tbody></table>"
        )

    def _meanings(self, base: str) -> str:
        items = "".join(f"<li>{_linked(text, base)}</li>" for text in self.meanings)
        return f"<ul>{items}</ul>" if items else ""


def _linked(text: str, base: str) -> str:
    def link(match: re.Match[str]) -> str:
        title = match.group(1).replace(" ", "_")
        words = escape(match.group(2) or match.group(1))
        return f'<a href="{base}{escape(title)}" title="{escape(match.group(1))}">{words}</a>'

    return _LINK.sub(link, escape(text, quote=False))


def _reference() -> str:
    return '<sup id="cite_ref-1" class="mw-ref reference"><a href="#cite_note-1">[1]</a></sup>'
