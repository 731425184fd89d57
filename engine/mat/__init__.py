"""Meta-agent tuning: training examples made from the tools' own schemas."""
