"""How a payload becomes a document: normalize, then segment."""

from watcher.model import Document, Payload, Source
from watcher.normalize.order import normalize
from watcher.segment import segment


def read(payload: Payload, source: Source, kind: str | None = None) -> Document:
    """The payload as a reader would see it; `kind` (else the source's own, else the best fit) says how to cut it."""
    return segment(normalize(payload, source), kind or source.kind)


def read_both(before: Payload, after: Payload, source: Source) -> tuple[Document, Document]:
    """Two answers of one source, cut the same way: as the kind that the surer of the two readings names.

    A listing of two teasers may read as an article; one of five does not, and then neither did the two.
    """
    old, new = read(before, source), read(after, source)
    if old.kind == new.kind:
        return old, new
    if new.confidence > old.confidence:
        return read(before, source, new.kind), new
    return old, read(after, source, old.kind)
