"""How a clean page is cut into blocks: the smallest passages a person would call one thing."""

from watcher.segment.cutting import segment
from watcher.segment.flow import Page

__all__ = ["Page", "segment"]
