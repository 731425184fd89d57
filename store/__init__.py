"""The memory: one SQLite file that is the truth, and a Tantivy index that can be remade from it."""
