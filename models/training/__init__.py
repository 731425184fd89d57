"""How the built-in weights are made (extra: train)."""
