"""Stage 2: from a source to what it answers, a snapshot with its payload, judged.

Each part is imported by its own name, so that judging a saved answer loads no network.
"""
