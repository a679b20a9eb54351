"""A file a noun that can be asked for."""
