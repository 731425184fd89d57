"""The face: the command line and the terminal interface."""

__version__ = "0.1.0"
