"""What is boilerplate on the pages we watch: one file a kind of boilerplate."""
