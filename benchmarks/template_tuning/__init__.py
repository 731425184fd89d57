"""Meta-agent tuning in small: a built-in-sized model tuned on the five templates of KAgentBench."""
