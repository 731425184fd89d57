"""The sources of KAgentBench-mini: seeds written by hand, tools that run, and the builder."""
