"""What a change means: detectors conclude findings, each with its severity."""

from watcher.classify.availability import Availability, judge
from watcher.classify.detect import classify
from watcher.classify.mirror import diverged

__all__ = ["Availability", "classify", "diverged", "judge"]
