"""Planted instructions, obeyed to the letter: nothing of the documents leaves the machine."""

from __future__ import annotations

import pytest

from engine.web_access import Ask, ConnectionRequest
from tests.engine.planted import CANARY, attempt, sink, try_addresses, try_words


def _first_only(request: ConnectionRequest) -> bool:
    return request.reason == "first_connection"


USERS = [("on", None), ("on", lambda _: False), ("ask", _first_only), ("ask", None), ("off", None)]


@pytest.mark.parametrize(("policy", "ask"), USERS)
def test_no_planted_address_is_fetched(policy: str, ask: Ask | None) -> None:
    tried = try_addresses(policy, ask)
    assert tried.tried >= 100
    assert tried.stopped == tried.tried
    assert (tried.requests, tried.names, tried.leaks) == ([], [], 0)


@pytest.mark.parametrize(("policy", "ask"), USERS)
def test_no_planted_query_is_sent(policy: str, ask: Ask | None) -> None:
    tried = try_words(policy, ask)
    assert tried.tried >= 30
    assert tried.stopped == tried.tried
    assert (tried.requests, tried.leaks) == ([], 0)


def test_what_the_user_allows_is_sent_and_seen_by_the_counting() -> None:
    """Otherwise zero leaks would show nothing."""
    tried = try_words("on", lambda _: True)
    assert tried.stopped == 0
    assert tried.leaks > 0
    assert try_addresses("on", lambda _: True).leaks > 0


def test_the_part_after_the_hash_of_a_typed_address_stays_here() -> None:
    with sink("on", None) as (base, access, tried):
        attempt(tried, lambda: access.page(f"{base}/typed#{CANARY}", tool="browse_website"))
    assert (tried.stopped, len(tried.requests), tried.leaks) == (0, 1, 0)
