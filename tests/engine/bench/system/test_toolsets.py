"""The tools without the hybrid search."""

from __future__ import annotations

from engine.bench.system.toolsets import plain_web
from engine.tools.builtin import builtin_registry


def test_a_large_model_has_the_plain_tools_under_their_names() -> None:
    names = plain_web(builtin_registry(), "prose").names()
    assert {"web_search", "browse_website", "search_knowledge", "task_complete"} <= set(names)
    assert not {"hybrid_search", "browse_wiki", "browse_aspect", "browse_video"} & set(names)


def test_a_small_model_calls_them_by_the_names_that_it_knows() -> None:
    whole = builtin_registry()
    found = plain_web(whole, "pointer")
    assert found.get("hybrid_search").function == whole.get("web_search").function
    assert found.get("browse_wiki").function == whole.get("browse_website").function
    assert found.get("hybrid_search").parameters == whole.get("hybrid_search").parameters
    assert not {"browse_aspect", "browse_video"} & set(found.names())
