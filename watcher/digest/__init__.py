"""Stage 8: findings become a digest, a digest becomes a message.

Pure: the templates are loaded by the wiring and handed in.
"""

from watcher.digest.cadence import Window, key_of, next_at, window
from watcher.digest.compose import compose
from watcher.digest.entries import entries
from watcher.digest.excerpt import Hunk, hunks, left_out, wdiff
from watcher.digest.layout import Templates

__all__ = [
    "Hunk",
    "Templates",
    "Window",
    "compose",
    "entries",
    "hunks",
    "key_of",
    "left_out",
    "next_at",
    "wdiff",
    "window",
]
