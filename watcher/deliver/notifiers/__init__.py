"""One file for each kind of channel; each is found by its decorator."""
