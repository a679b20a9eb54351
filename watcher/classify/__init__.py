"""What a change means: detectors conclude findings, each with its severity."""

from watcher.classify.detect import classify
from watcher.classify.frame import outline
from watcher.classify.mirror import diverged
from watcher.classify.sitewide import Changed, Heard, spread

__all__ = ["Changed", "Heard", "classify", "diverged", "outline", "spread"]
