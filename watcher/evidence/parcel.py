"""An exhibit with all its evidence: files that lie in one zip."""

import io
from collections.abc import Iterator

from watcher.evidence.bag import listing
from watcher.evidence.certificate import certificate
from watcher.evidence.exhibit import BESIDE, page
from watcher.evidence.instructions import NAME, instructions
from watcher.evidence.matter import Matter
from watcher.evidence.places import File, put_all, zipped
from watcher.evidence.warc import Capture, warc


def parcel(matter: Matter) -> bytes:
    """The zip, the same bytes whenever it is made again."""
    made = io.BytesIO()
    with zipped(made, f"exhibit-{matter.told.change_id}") as place:
        files = [("exhibit.html", page(matter, BESIDE)), *evidence(matter)]
        place.put("SHA256SUMS", listing(put_all(place, files)))
    return made.getvalue()


def evidence(matter: Matter) -> Iterator[File]:
    """Everything that a third party needs beside the page."""
    told = matter.told
    last = matter.seals[-1]
    captures = [Capture(told.before, matter.before.record), Capture(told.after, matter.after.record)]
    yield from sorted(matter.files.items())
    yield "captures.warc.gz", warc(captures, matter.bodies.get, told.made_at, f"exhibit of change {told.change_id}")
    yield "CERTIFICATE-902.md", certificate("exhibit", captures, [(seal.number, seal.sha256) for seal in matter.seals])
    yield (
        NAME,
        instructions(
            (last.number, last.sha256),
            in_a_bag=False,
            has_stamps=any(seal.stamps for seal in matter.seals),
            has_bases="bases.txt" in matter.files,
            missing=matter.missing,
        ),
    )
