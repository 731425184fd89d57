"""KAgent for other people's agents: what is served, and the MCP server that serves it."""
