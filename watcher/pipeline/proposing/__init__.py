"""What could stand in sources.yaml of a page that nobody watches yet."""
