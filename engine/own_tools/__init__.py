"""The user's own tools: Python files, installed packages and MCP servers."""
