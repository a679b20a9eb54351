"""Stage 8: findings become a digest, a digest becomes a message.

Pure: the templates are loaded by the wiring and handed in. Each part is imported by its own name,
so that a terminal that only shows an excerpt loads no templates.
"""
