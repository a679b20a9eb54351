"""The layout of a bag: BagIt 1.0 (RFC 8493), with SHA-256 alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from watcher import __version__
from watcher.evidence.places import File, Place, Sink, put_all

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_bag(place: Place, payload: Iterable[File], tags: Iterable[File], words: Sequence[str], at: datetime) -> None:
    """The payload under `data/`, the tag files beside it, the manifests over both.

    `words` are the lines of the description; `at` is the day that the bag is of.
    """
    found = list(put_all(place, ((f"data/{path}", content) for path, content in payload)))
    size = sum(sink.size for _, sink in found)
    own = [
        ("bagit.txt", _DECLARATION),
        ("bag-info.txt", _description(words, at, size, len(found))),
        ("manifest-sha256.txt", listing(found)),
    ]
    beside = list(put_all(place, [*own, *tags]))
    place.put("tagmanifest-sha256.txt", listing(beside))


def listing(files: Iterable[tuple[str, Sink]]) -> bytes:
    """The files with their hashes, as `sha256sum` writes them."""
    return "".join(f"{sink.sha256}  {path}\n" for path, sink in sorted(files, key=lambda one: one[0])).encode()


def _description(words: Sequence[str], at: datetime, size: int, files: int) -> bytes:
    lines = [
        f"Bag-Software-Agent: watcher {__version__}",
        f"Bagging-Date: {at:%Y-%m-%d}",
        *(f"External-Description: {word}" for word in words),
        f"Payload-Oxum: {size}.{files}",
    ]
    return "".join(f"{line}\n" for line in lines).encode()
