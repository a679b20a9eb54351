"""What a page is once its scripts have run: its final DOM, out of the system's own Chromium."""

from watcher.render.bounds import Bounds
from watcher.render.window import Window

__all__ = ["Bounds", "Window"]
