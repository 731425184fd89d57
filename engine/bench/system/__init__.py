"""The whole program measured over a file of questions (paper sections 4.3 and 4.4)."""
