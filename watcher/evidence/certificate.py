"""The draft of a certificate that a qualified person may complete."""

from collections.abc import Iterable

from watcher.evidence.texts import filled
from watcher.evidence.warc import Capture
from watcher.model.forms import moment
from watcher.text import visible


def certificate(what: str, captures: Iterable[Capture], seals: Iterable[tuple[int, str]]) -> bytes:
    """The draft over these looks and these seals, (number, hash); `what` is the thing it comes with."""
    rows = [_row(capture) for capture in captures]
    return filled("CERTIFICATE-902.md", what=what, rows=rows, seals=list(seals)).encode()


def _row(capture: Capture) -> dict[str, str | None]:
    snapshot, theirs = capture.snapshot, capture.snapshot.provenance
    return {
        "record": capture.record,
        "at": moment(snapshot.started_at),
        "url": visible(snapshot.url).replace("|", "%7C"),
        "outcome": snapshot.outcome.value
        + (f", captured by {visible(theirs.by)}" if theirs else "")
        + (f", as built by {visible(built.by)}" if (built := snapshot.rendered) else ""),
        "sha256": snapshot.body_sha256,
    }
