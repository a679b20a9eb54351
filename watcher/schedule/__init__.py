"""A few fixed ticks, without logic: what is due is a question to the store."""

from watcher.schedule.ticking import run

__all__ = ["run"]
