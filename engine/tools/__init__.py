"""The tools that the planner may call, one module a family."""
