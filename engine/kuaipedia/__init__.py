"""Entities, their aspects and the videos about them (paper section 2.3)."""
