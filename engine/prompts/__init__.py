"""Prompt layouts, one text template per phase and language."""
