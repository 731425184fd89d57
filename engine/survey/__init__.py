"""Questions about the whole library: how many contracts there are, which documents name someone."""
