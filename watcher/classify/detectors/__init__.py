"""One file a thing worth telling."""
