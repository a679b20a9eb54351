"""What the project's own house needs; nothing of it is installed."""
