"""One module per kind of source, turning files into passages with a location."""
