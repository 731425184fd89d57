"""Trouble of the pipeline that ends a stage."""

from __future__ import annotations


class MatError(Exception):
    """A stage cannot go on; the message is one line with what to do next."""


class MalformedError(Exception):
    """What a model wrote cannot be used; the message says why and is said back to it."""


class NotReadyError(Exception):
    """An item that this one is made from has failed and will be tried again; then so will this."""


class StageCancelledError(Exception):
    """The stage was interrupted while a model was writing."""
