"""What somebody else captured of a page, as a look of ours would have kept it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.fetch.fetching import Fetched
from watcher.fetch.quality import judge
from watcher.model import Outcome, Payload, Provenance, Snapshot, Source

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer, with the word of who captured it."""

    url: str
    """Where it was captured."""
    at: datetime
    status: int
    headers: Headers
    """Names lower-cased."""
    body: bytes
    provenance: Provenance


def as_look(source: Source, capture: Capture) -> Fetched | None:
    """The capture as a snapshot of the source; None where it shows anything but the page."""
    content_type = next((value for name, value in capture.headers if name == "content-type"), "")
    payload = Payload(capture.body, content_type, capture.url)
    if judge(capture.status, capture.headers, payload, capture.url).outcome is not Outcome.OK:
        return None
    snapshot = Snapshot(
        source_id=source.id,
        url=source.url,
        started_at=capture.at,
        finished_at=capture.at,
        outcome=Outcome.OK,
        final_url=capture.url,
        status=capture.status,
        headers=tuple(capture.headers),
        body_sha256=payload.sha256,
        body_bytes=len(capture.body),
        wire_bytes=0,
        complete="unproven",
        provenance=capture.provenance,
    )
    return Fetched(snapshot, payload)
