"""Language models behind one protocol: in-process llama.cpp, or any OpenAI-compatible server."""
