"""What was noted, line after line: each a record, each bound to the one before."""
