"""Widgets that know engine values and strings, but no screen and no application."""
