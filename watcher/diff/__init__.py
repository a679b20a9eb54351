"""What differs between two documents: blocks aligned, words compared."""

from watcher.diff.align import align
from watcher.diff.likeness import likeness
from watcher.diff.rebuild import rebuild
from watcher.diff.words import spans

__all__ = ["align", "likeness", "rebuild", "spans"]
