"""How a payload becomes a document: normalize, then segment."""

from watcher.model import Document, Payload, Source
from watcher.normalize.order import normalize
from watcher.segment import segment


def read(payload: Payload, source: Source, kind: str | None = None) -> Document:
    """The payload as a reader would see it; `kind` (else the source's own, else the best fit) says how to cut it."""
    return segment(normalize(payload, source), kind or source.kind)
