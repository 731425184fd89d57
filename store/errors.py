"""What goes wrong in the store, said in one line."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked; the message names the file and what to do next."""
