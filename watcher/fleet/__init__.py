"""The four steps on any number of machines: PostgreSQL hands them out, and each is the step that one machine takes.

What waits to be done still stands in the store. The queue only says who goes and looks, so that it may be lost.
"""

from watcher.fleet.working import ALL, LOST_AFTER, Share, work

__all__ = ["ALL", "LOST_AFTER", "Share", "work"]
