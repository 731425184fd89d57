"""What the memory says of items and aspects."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("{name} cannot name an item or aspect; use 1 to {most} characters"),
    mark("there is no item {id}; see: kagent kuaipedia list"),
    mark("there is no aspect {id}; see: kagent kuaipedia show ITEM"),
    mark("there is no document {id}; see: kagent library list"),
    mark("{name} cannot go below {above}: choose another"),
    mark("{name} has aspects below it; move those first"),
    mark("there is an item {name} already ({id}); merge the two with: kagent kuaipedia merge"),
    mark("there is an item {name} already ({id}); choose another title"),
    mark("there is an item {name} already ({id}); rename that first"),
    mark("an item {name} was deleted or merged; bring it back with: kagent kuaipedia restore"),
    mark("no item {id} was deleted or merged; nothing to bring back"),
    mark("an item cannot be merged with itself; name two items or more"),
)
