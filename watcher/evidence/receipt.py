"""The receipt of one look: what was asked, what came, where it is sealed."""

from collections.abc import Iterator

from watcher.evidence.matter import Place
from watcher.evidence.redline import safe
from watcher.evidence.wording import OUTCOMES, completeness, instant
from watcher.model import Exchange, Snapshot
from watcher.model.forms import moment

_HEADERS = (
    "date",
    "last-modified",
    "etag",
    "content-type",
    "content-encoding",
    "content-length",
    "age",
    "server",
    "via",
)
"""Headers that say when and by whom an answer was made; the record holds all of them."""

Row = tuple[str, str]
"""(what, its value)."""


def receipt(snapshot: Snapshot, version: int | None, place: Place | None) -> list[Row]:
    """What is known of the look, row by row; without a place where it is not sealed yet."""
    rows = [*_asked(snapshot), *_answered(snapshot), *_body(snapshot, version), *(sealed(place) if place else ())]
    return [(name, safe(value)) for name, value in rows if value]


def _asked(snapshot: Snapshot) -> Iterator[Row]:
    yield "Address asked for", snapshot.url
    for hop in snapshot.hops:
        yield f"Redirect ({hop.status})", f"{hop.url} → {hop.location}{f' (host {hop.ip})' if hop.ip else ''}"
    if snapshot.final_url != snapshot.url:
        yield "Address that answered", snapshot.final_url
    yield "Host that answered", snapshot.ip or ""
    if snapshot.provenance is None:
        yield "Asked at", f"{instant(snapshot.started_at)} ({moment(snapshot.started_at)})"
        yield "Answered by", f"{instant(snapshot.finished_at)} ({moment(snapshot.finished_at)})"
    else:
        yield "Captured by", f"{snapshot.provenance.by}, not by this watcher"
        yield "Captured at, by their word", f"{instant(snapshot.started_at)} {snapshot.provenance.memento}".strip()
        yield "Their capture", snapshot.provenance.address
    if snapshot.clock is not None:
        yield "On the monotonic clock", str(snapshot.clock)
    if snapshot.exchange is not None:
        yield from _over(snapshot.exchange)
    if snapshot.rendered is not None:
        yield "Built by", f"{snapshot.rendered.by}: the body is the page that scripts made of the answer"
        yield "The answer's own SHA-256", snapshot.rendered.sha256


def _over(exchange: Exchange) -> Iterator[Row]:
    yield "Asked by", exchange.asker
    yield "Came over", exchange.way
    for place, sha256 in enumerate(exchange.certificates):
        yield ("SHA-256 of the one that vouches for it" if place else "SHA-256 of the host's certificate"), sha256


def _answered(snapshot: Snapshot) -> Iterator[Row]:
    yield "Status", str(snapshot.status or "none")
    yield "Outcome", f"{OUTCOMES[snapshot.outcome]} ({snapshot.outcome})"
    yield "Because", "; ".join(snapshot.reasons)
    for name, value in snapshot.headers:
        if name in _HEADERS:
            yield f"Header {name}", value


def _body(snapshot: Snapshot, version: int | None) -> Iterator[Row]:
    yield "Version", f"v{version}" if version else ""
    if snapshot.body_sha256:
        yield "SHA-256 of the body", snapshot.body_sha256
        yield "Size of the body", f"{snapshot.body_bytes:,} bytes, decoded ({snapshot.wire_bytes:,} as sent)"
        yield "SHA-256 as sent, compressed", snapshot.wire_sha256
        yield "Completeness", completeness(snapshot)
    else:
        yield "Body", "none was kept"


def sealed(place: Place) -> Iterator[Row]:
    """Where a record stands, with what speaks for it."""
    yield "Record", f"{place.record}, SHA-256 {place.sha256}"
    yield "Seal", f"{place.seal.number}, SHA-256 {place.seal.sha256}"
    yield "Signed with the key", place.seal.key
    for authority, at in place.seal.stamps:
        yield f"Time stamp of {authority}", f"the seal was there on {instant(at)}"
    if not place.seal.stamps:
        yield "Time stamps", "none when this was made"
