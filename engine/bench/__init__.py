"""KAgentBench: measuring models as agents (paper sections 4.1 to 4.4)."""
