"""Where in a home the memory lies; to be imported where nothing else of it is needed."""

DATABASE_NAME = "kagent.db"
INDEX_NAME = "index"
