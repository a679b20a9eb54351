"""Which page that is watched already says the same as another one."""

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.diff import likeness
from watcher.errors import WatcherError
from watcher.model import Document, Payload, Source, Version
from watcher.pipeline.reader import WorkerReader
from watcher.store import History

_LEAST_LIKENESS = 0.9
_FEWEST_WORDS = 60
# Texts so alike differ less in length (0.9 = 2·shorter / (shorter + longer)); cut as another kind, a little more.
_LEAST_RATIO = 0.75


@dataclass(frozen=True, slots=True)
class Twin:
    """A watched page with the share of its words that the other one has too."""

    source_id: str
    likeness: float


async def twin(
    reader: WorkerReader, history: History, sources: Sequence[Source], payload: Payload, document: Document
) -> Twin | None:
    """The likest of the pages whose latest version is as good as the same text; None where none is."""
    found = []
    for source in sources if document.words >= _FEWEST_WORDS else ():
        latest = next(reversed(history.versions(source.id)), None)
        if latest is not None and _as_long(latest, document):
            share = await _share(reader, history, source, latest, payload)
            found += [Twin(source.id, share)] if share >= _LEAST_LIKENESS else []
    return max(found, key=lambda one: one.likeness, default=None)


def _as_long(version: Version, document: Document) -> bool:
    shorter, longer = sorted((version.words, document.words))
    return shorter >= _LEAST_RATIO * longer


async def _share(reader: WorkerReader, history: History, source: Source, version: Version, payload: Payload) -> float:
    """How alike both are when they are cut as the same kind of page; 0 for one that cannot be read any more."""
    try:
        kept = history.payload(history.snapshot(version.snapshot_id))
        original = await reader.read(kept, source, version.kind)
        copy = await reader.read(payload, source, version.kind)
    except WatcherError:
        return 0.0
    return likeness(_text(original), _text(copy))


def _text(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)
