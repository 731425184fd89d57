"""What is wrong in config.toml or in a profile."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("{place}: there is no setting {name}; {hint}"),
    mark("the settings are {names}"),
    mark("{path}: the value is no text that a file can hold"),
    mark("{path}: a profile has no key {name}; {hint}"),
    mark("{path}: language: one of {names} is needed"),
    mark("{path}: {name}: a text in quotes is needed"),
    mark("{path}: tools: a list of names is needed, such as {example}"),
    mark("{path}: is too large for a profile"),
    mark("{path}: is there already; edit it, or take another name"),
    mark('no tool is named; write names with commas, or "{none}"'),
    mark("{name} cannot be changed by itself; write there: {line}"),
    mark("{path}: {name} cannot be changed by itself; write there: {line}"),
    mark("{path}: {name} cannot be taken out by itself; edit the file"),
    mark("{name}: name an action too, such as {example}"),
    mark("{name}: name a server and its key too, such as {example}"),
    mark("{name}: is no table; it has no parts"),
    mark("{path}: the key primary is lacking; write there: {line}"),
    mark("{path}: the key name is not needed: the theme is called as its file is"),
    mark("{path}: there is no key {name}; the keys are {names}"),
    mark("{path}: {name}: a colour in quotes is needed, such as {example}"),
    mark('a colour in quotes is needed, such as "#0B5CAD"'),
    mark("a number from 0 to 1 is needed"),
    mark("a table of texts in quotes is needed"),
    mark("{path}: variables: {reason}"),
    mark("{path}: {name}: {count} characters are too many (at most {most})"),
    mark("there is no profile {name}; {hint}"),
    mark("its keys are {names}"),
    mark("{name} cannot be a profile's name; take letters, digits, - and _"),
)
