"""The mind: the planning and concluding loop, its tools, and what it reads."""
