"""What a change means: detectors conclude findings, each with its severity."""

from watcher.classify.detect import classify
from watcher.classify.mirror import diverged

__all__ = ["classify", "diverged"]
