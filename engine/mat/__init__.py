"""Meta-agent tuning: how small models are made into agents (paper section 3)."""
