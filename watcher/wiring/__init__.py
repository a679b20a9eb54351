"""The composition root: the only place that knows what is real."""
