"""How a report looks: an appendix of a paper, on a screen of any width, at night and printed."""

from __future__ import annotations

from typing import Final

from engine.bench.report.radar import DARK_VARIABLES, LIGHT_VARIABLES, RULES

STYLE: Final = f"""\
:root {{
  color-scheme: light dark;
  --text: #1d1d1b; --soft: #62625c; --ground: #fdfcf9; --raised: #f4f2ec;
  --line: #d6d3c9; --rule: #1d1d1b; --accent: #8a3b12; --wanted: #1b7a52; --came: #b02a4c;
  {LIGHT_VARIABLES}
  --serif: Charter, "Bitstream Charter", "Source Serif 4", "Noto Serif", Cambria, Georgia,
    "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC",
    "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif;
}}
@media (prefers-color-scheme: dark) {{
  :root {{
    --text: #e8e6df; --soft: #a5a399; --ground: #161613; --raised: #20201c;
    --line: #3c3b36; --rule: #b9b7ae; --accent: #f0a878; --wanted: #6fcf9f; --came: #f08ba4;
    {DARK_VARIABLES}
  }}
}}
* {{ box-sizing: border-box; }}
html {{ -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }}
body {{
  margin: 0 auto; padding: 3.5rem 1.5rem 5rem; max-width: 60rem;
  color: var(--text); background: var(--ground);
  font: 1.0625rem/1.6 var(--serif); overflow-wrap: anywhere;
}}
p, h1, h2, h3, h4, figcaption, .note {{ overflow-wrap: break-word; text-wrap: pretty; }}
header {{ border-bottom: 1px solid var(--line); padding-bottom: 1.5rem; margin-bottom: 2rem; }}
h1 {{ font-size: 2rem; line-height: 1.2; font-weight: 600; margin: 0; letter-spacing: -.01em; }}
header p {{ margin: .5rem 0 0; color: var(--soft); font-style: italic; }}
h2 {{ font-size: 1.3rem; line-height: 1.3; font-weight: 600; margin: 3.5rem 0 .75rem; }}
h2 .number {{ color: var(--soft); font-weight: 400; margin-right: .6em; }}
h3 {{ font-size: 1.05rem; font-weight: 600; margin: 2rem 0 .5rem; }}
p {{ margin: .75rem 0; }}
a {{ color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .15em; }}
:focus-visible {{ outline: 2px solid var(--accent); outline-offset: 3px; }}
nav {{ font: .85rem/1.5 var(--sans); margin: 0 0 2rem; }}
nav ol {{ list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding: 0;
  margin: 0; }}
nav a {{ color: var(--soft); text-decoration: none; }}
nav a:hover {{ color: var(--accent); text-decoration: underline; }}
.warnings {{ border-left: 3px solid var(--accent); background: var(--raised);
  padding: .9rem 1.2rem; margin: 0 0 2rem; font-size: .95rem; line-height: 1.5; }}
.warnings h2 {{ font-size: .95rem; margin: 0 0 .4rem; color: var(--accent); }}
.warnings ul {{ margin: 0; padding-left: 1.1rem; }}
.warnings li {{ margin: .3rem 0; }}
figure {{ margin: 2rem 0; }}
figure.chart {{ max-width: 31rem; margin: 2rem auto; }}
figcaption {{ font-size: .93rem; line-height: 1.45; margin-bottom: .6rem; }}
figure.chart figcaption {{ margin: .8rem 0 0; text-align: center; }}
figcaption b {{ font-weight: 600; }}
.radar {{ display: block; width: 100%; height: auto; font-family: var(--sans); }}
{RULES}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: separate; border-spacing: 0; width: 100%; font: .84rem/1.4 var(--sans);
  border-top: 1.5px solid var(--rule); border-bottom: 1.5px solid var(--rule);
  font-variant-numeric: tabular-nums lining-nums; }}
table.narrow {{ width: auto; min-width: min(100%, 26rem); }}
th, td {{ padding: .38rem .55rem; text-align: right; vertical-align: top; font-weight: 400; }}
th:first-child, td.text, th.text {{ text-align: left; }}
th:first-child {{ padding-left: 0; }}
th[scope^="row"] {{ overflow-wrap: break-word; }}
th:last-child, td:last-child {{ padding-right: .1rem; }}
thead th {{ border-bottom: 1px solid var(--rule); font-weight: 600; vertical-align: bottom;
  line-height: 1.25; overflow-wrap: normal; }}
td {{ overflow-wrap: normal; }}
td.number, .short {{ white-space: nowrap; }}
th .long {{ display: inline-block; min-width: 9.5rem; }}
td.best {{ font-weight: 700; }}
tr.begins th, tr.begins td {{ border-top: 1px solid var(--line); }}
tr.apart th, tr.apart td {{ color: var(--soft); }}
tr.apart-begins th, tr.apart-begins td {{ border-top: 1px solid var(--rule); }}
tbody tr:first-child > * {{ border-top: 0; }}
td .line {{ display: block; color: var(--soft); font-size: .92em; }}
.note {{ font-size: .84rem; line-height: 1.5; color: var(--soft); margin: .5rem 0 0; }}
.failure {{ border-top: 1px solid var(--line); padding: .9rem 0 .4rem; }}
.failure h4 {{ font: 600 .84rem/1.4 var(--sans); margin: 0 0 .5rem; }}
.failure dl {{ display: grid; grid-template-columns: 4.6rem minmax(0, 1fr); gap: .45rem .8rem;
  margin: 0; }}
.failure dt {{ font: .8rem/1.55 var(--sans); color: var(--soft); }}
.failure dd {{ margin: 0; white-space: pre-wrap; font-size: .95rem; line-height: 1.5; }}
.failure dd.wanted, .failure dd.came {{ font: .8rem/1.55 ui-monospace, "Cascadia Mono", Menlo,
  Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; padding-left: .7rem;
  border-left: 2px solid var(--wanted); }}
.failure dd.came {{ border-left-color: var(--came); }}
footer {{ border-top: 1px solid var(--line); margin-top: 4rem; padding-top: 1rem;
  font-size: .84rem; line-height: 1.5; color: var(--soft); }}
@media (max-width: 40rem) {{
  body {{ padding: 1.75rem 1rem 3rem; font-size: 1rem; }}
  h1 {{ font-size: 1.6rem; }}
  h2 {{ margin-top: 2.75rem; }}
  figure.chart {{ margin: 1.5rem -.5rem; }}
  .scroll {{ margin-right: -1rem; padding-right: 1rem; }}
  table {{ width: max-content; min-width: 100%; font-size: .8rem; }}
  th:first-child {{ position: sticky; left: 0; background: var(--ground); max-width: 9.5rem;
    padding-right: .6rem; }}
  thead th:first-child {{ z-index: 1; }}
  td.text {{ max-width: 13rem; }}
  .failure dl {{ display: block; }}
  .failure dd {{ margin: .1rem 0 .6rem; }}
}}
@media print {{
  :root {{
    color-scheme: light;
    --text: #000; --soft: #444; --ground: #fff; --raised: #fff; --line: #bbb; --rule: #000;
    --accent: #000; {LIGHT_VARIABLES}
  }}
  body {{ max-width: none; padding: 0; font-size: 10pt; }}
  nav {{ display: none; }}
  h2, h3, h4, figcaption {{ break-after: avoid; }}
  tr, .failure, figure {{ break-inside: avoid; }}
  thead {{ display: table-header-group; }}
  .scroll {{ overflow: visible; }}
  figure.chart {{ max-width: 11cm; }}
  table {{ font-size: 8pt; }}
}}
"""
