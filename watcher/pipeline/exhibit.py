"""What an exhibit is made of: one change as it was told, with the sealed records that it rests on."""

from watcher.errors import NotKnown, Withdrawn
from watcher.evidence.matter import Matter, Place, Seal, body_file
from watcher.model import Document, Snapshot, Source, Told
from watcher.pipeline.reading import read
from watcher.pipeline.selection import bodies_of
from watcher.store import Archive, History, Kept, Reader


def matter(store: Reader, told: Told, source: Source, public_url: str) -> Matter:
    """The change with its evidence; NotKnown while one of its records is not sealed."""
    archive = store.archive
    before, after = (archive.of_snapshot(look.id) for look in (told.before, told.after))
    records = before, after, archive.of_change(told.change_id)
    seals = {number: _seal(archive, number) for number in sorted({kept.seal for kept in records})}
    named = {sha256: kind for look in (told.before, told.after) for sha256, kind in bodies_of(look)}
    bodies = {sha256: archive.body(sha256) for sha256 in named if archive.blob(sha256)}
    return Matter(
        told=told,
        title=_title(store.history, told) or source.title,
        source_name=source.title,
        permalink=f"{public_url}/c/{told.change_id}" if public_url else "",
        before=_place(before, seals),
        after=_place(after, seals),
        change=_place(records[-1], seals),
        files=_sealed_files(archive, seals)
        | {kept.path: kept.raw for kept in records}
        | {body_file(sha256, named[sha256]): body for sha256, body in bodies.items()},
        bodies=bodies,
        missing=tuple(sorted(set(named) - set(bodies))),
        texts=_texts(store, told),
    )


def place_of(archive: Archive, snapshot_id: str) -> Place | None:
    """Where the record of a look stands; None while it is not sealed."""
    try:
        kept = archive.of_snapshot(snapshot_id)
    except NotKnown:
        return None
    return _place(kept, {kept.seal: _seal(archive, kept.seal)})


def _texts(store: Reader, told: Told) -> tuple[Document | None, Document | None]:
    """Both answers as they read, cut as one kind of page."""
    number = told.after_version or told.before_version
    kind = store.history.version(told.source_id, number).kind if number else None
    return _text(store, told.before, kind), _text(store, told.after, kind)


def _text(store: Reader, look: Snapshot, kind: str | None) -> Document | None:
    if not look.outcome.is_page or look.body_sha256 is None:
        return None
    try:
        return read(store.history.payload(look), store.agenda.as_kept(look.source_id), kind)
    except Withdrawn:
        return None


def _sealed_files(archive: Archive, seals: dict[int, Seal]) -> dict[str, bytes]:
    """Its seals, and the chains of their time stamps."""
    names = [name for number in seals for name in archive.seal_files(number)]
    if any(seal.stamps for seal in seals.values()):
        names += [name for name in archive.common_files() if name.startswith("tsa/")]
    return {name: archive.content(name) for name in names}


def _seal(archive: Archive, number: int) -> Seal:
    (key,) = (name for name in archive.seal_files(number) if name.startswith("keys/"))
    return Seal(number, archive.seal_hash(number), key, tuple(archive.stamps(number)))


def _place(kept: Kept, seals: dict[int, Seal]) -> Place:
    return Place(kept.path, kept.sha256, seals[kept.seal])


def _title(history: History, told: Told) -> str:
    """What the page called itself then."""
    number = told.after_version or told.before_version
    return history.version(told.source_id, number).title if number else ""
