"""Vectors of texts, for finding passages by their meaning."""
