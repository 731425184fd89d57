"""How an exported session looks in a browser and on paper, by day and by night."""

from __future__ import annotations

from typing import Final

STYLE: Final = """\
:root {
  color-scheme: light dark;
  --text: #1f2328; --soft: #59636e; --ground: #ffffff; --raised: #f6f8fa;
  --line: #d1d9e0; --link: #0a58ca;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --soft: #9198a1; --ground: #0d1117; --raised: #161b22;
    --line: #3d444d; --link: #6cb0ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 46rem;
  color: var(--text); background: var(--ground);
  font: 1rem/1.65 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",
    "WenQuanYi Micro Hei", sans-serif;
  overflow-wrap: break-word;
}
h1 { font-size: 1.6rem; line-height: 1.3; }
h2 { font-size: 1.25rem; line-height: 1.35; margin: 0 0 .25rem; }
h3 { font-size: .95rem; color: var(--soft); margin: 1.25rem 0 .25rem; }
h4, h5, h6 { font-size: 1.05rem; margin: 1.25rem 0 .5rem; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
nav { border: 1px solid var(--line); border-radius: .5rem; padding: .25rem 1rem; }
article { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1.5rem; }
article:target, li:target { scroll-margin-top: 1rem; }
li:target { background: var(--raised); }
.time { margin: 0 0 1rem; color: var(--soft); font-size: .85rem; }
.mark { text-decoration: none; font-size: .85em; }
.back { margin-left: .35rem; text-decoration: none; }
.sources { font-size: .9rem; padding-left: 2rem; }
.sources p { margin: .25rem 0; }
cite { font-style: normal; font-weight: 600; }
blockquote { margin: .5rem 0; padding: .1rem 1rem; border-left: 3px solid var(--line);
  color: var(--soft); }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono",
  "Noto Sans Mono CJK SC", monospace; font-size: .9em; }
code { background: var(--raised); padding: .1em .3em; border-radius: .25rem; }
pre { background: var(--raised); padding: .75rem 1rem; border-radius: .5rem; overflow-x: auto; }
pre code { padding: 0; background: none; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
@media print {
  body { max-width: none; padding: 0; }
  nav, .back { display: none; }
  h2, h3 { break-after: avoid; }
}
"""
