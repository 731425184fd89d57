"""Full screens of the TUI; each has a small stylesheet beside it."""
