"""Programmatic generation: conversations with exact labels, from tools that are really run."""
