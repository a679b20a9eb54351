"""The files of an export: what was selected, in the forms that others read."""

from collections.abc import Iterator, Mapping, Sequence

from watcher.evidence.certificate import certificate
from watcher.evidence.instructions import NAME, instructions
from watcher.evidence.matter import body_file
from watcher.evidence.places import Content, File
from watcher.evidence.warc import warc
from watcher.model import Told
from watcher.pipeline.selection import Chosen, Selection
from watcher.store import Archive, Reader


def web_archive(selection: Selection) -> Content:
    """The looks as one WARC."""
    return warc(selection.captures(), selection.body, selection.at, f"watcher: {selection.chosen}")


def payload(selection: Selection) -> Iterator[File]:
    """The files of a bag, each read when its turn comes."""
    archive = selection.archive
    for name in sorted(_sealed_files(selection)):
        yield name, archive.content(name)
    for kept in selection.records():
        yield kept.path, kept.raw
    yield from _body_files(archive, selection.bodies)
    yield "captures.warc.gz", web_archive(selection)


def _body_files(archive: Archive, bodies: Mapping[str, str]) -> Iterator[File]:
    """The bodies as they are stored and as plain files, with the list of what leans on what."""
    bases = []
    for sha256, content_type in sorted(bodies.items()):
        blob = archive.blob(sha256)
        if blob is None:
            continue
        yield blob, archive.content(blob)
        yield body_file(sha256, content_type), archive.body(sha256)
        if base := archive.base(sha256):
            bases.append(f"{sha256} {base}\n")
    if bases:
        yield "bases.txt", "".join(bases).encode()


def tags(selection: Selection) -> list[File]:
    """What lies beside the payload of a bag: how to check it, and the draft of a certificate."""
    archive = selection.archive
    last = archive.sealed
    seals = [(last, archive.seal_hash(last))]
    has_stamps = any(archive.stamped(number) for number in range(1, last + 1))
    return [
        (
            NAME,
            instructions(
                seals[0],
                in_a_bag=True,
                is_whole=selection.chosen.is_whole,
                has_stamps=has_stamps,
                has_bases=any(archive.base(sha256) for sha256 in selection.bodies),
                missing=selection.missing,
            ),
        ),
        ("CERTIFICATE-902.md", certificate("bag", selection.captures(), seals)),
    ]


def changes(store: Reader, chosen: Chosen) -> list[Told]:
    """The changes as they were told, newest first, sealed or not: a table is for reading."""
    told = store.history.changes(since=chosen.since, until=chosen.until)
    return [one for one in told if one.findings and chosen.covers(one.source_id)]


def described(selection: Selection) -> Sequence[str]:
    """What a bag holds, in words."""
    archive = selection.archive
    return [
        f"What watcher kept of {selection.chosen}",
        f"Sealed up to {archive.sealed}, SHA-256 {archive.seal_hash(archive.sealed)}",
    ]


def _sealed_files(selection: Selection) -> set[str]:
    """Every seal from the first on; the ledger itself only where all of it is given away."""
    archive = selection.archive
    numbers = range(1, archive.sealed + 1)
    files = {name for number in numbers for name in archive.seal_files(number)} | set(archive.common_files())
    return files | ({archive.segment(number) for number in numbers} if selection.chosen.is_whole else set())
