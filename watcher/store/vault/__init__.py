"""Bodies, each in a file of its own, on a disk or in a bucket."""
