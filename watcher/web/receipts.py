"""The receipt of a copy as its page shows it: what the look brought, what the page says, what it is chained to."""

from collections import Counter

from watcher.errors import NotKnown
from watcher.evidence.receipt import Row, receipt
from watcher.model import Document, Snapshot, Version
from watcher.pipeline.exhibit import place_of
from watcher.store import Archive
from watcher.text import visible
from watcher.web.layout import instant

_TAKEN = 40
"""So many different passages that a rule took are shown."""


def rows_of(
    archive: Archive, look: Snapshot, version: Version | None, number: int | None, document: Document | None
) -> list[Row]:
    """All that is known of the look; `number` where it is shown as that version."""
    rows = receipt(look, number, place_of(archive, look.id))
    rows += [("Record before it", before)] if (before := _chained(archive, look)) else []
    rows += _own_dates(document)
    if version and number:
        rows.append(("First confirmed", instant(version.since)))
        rows.append(("Last confirmed", instant(version.confirmed)))
    if version and version.snapshot_id == look.id:
        rows.append(("Fingerprint of the words", f"{version.fingerprint} (rules {version.rules[:12]})"))
    return rows


def left_out(document: Document | None) -> list[tuple[str, list[tuple[str, int]]]]:
    """Rule → (words, how many times it took them), the rule that took most first."""
    taken: dict[str, Counter[str]] = {}
    for piece in document.stripped if document else ():
        taken.setdefault(piece.rule, Counter())[piece.text] += 1
    return [(rule, some.most_common(_TAKEN)) for rule, some in sorted(taken.items(), key=lambda one: -one[1].total())]


def _chained(archive: Archive, kept: Snapshot) -> str:
    """The hash of the ledger's record before its own, which that one names; empty while it is not sealed."""
    try:
        return f"SHA-256 {archive.of_snapshot(kept.id).form['prev_sha256']}"
    except NotKnown:
        return ""


def _own_dates(document: Document | None) -> list[Row]:
    """When the page says that it was published, updated, archived."""
    said = {name: document.fact(name) for name in ("published", "updated", "archived")} if document else {}
    return [(f"The page says: {name}", visible(words)) for name, words in said.items() if words]
