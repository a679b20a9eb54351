"""What a change means: detectors conclude findings, each with its severity."""

from watcher.classify.detect import classify
from watcher.classify.frame import outline
from watcher.classify.mirror import converged, diverged
from watcher.classify.sitewide import Changed, Heard, spread

__all__ = ["Changed", "Heard", "classify", "converged", "diverged", "outline", "spread"]
