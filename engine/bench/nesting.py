"""How deep objects and lists of JSON stand within each other."""

from __future__ import annotations


def is_deeper(value: object, most: int) -> bool:
    """Whether there are more than `most` levels, a value alone being one; it does not recurse."""
    level = [value]
    for _ in range(most):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True
