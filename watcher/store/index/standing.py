"""Where a source stands: what each look and each comparison makes of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from watcher.model import Outcome, Snapshot, Standing
from watcher.model.forms import moment_from
from watcher.store.database.tables import SOURCE, from_ms, ms
from watcher.store.ledger.canonical import canonical
from watcher.store.vault.leaning import Bases

_REMEMBERED = 50
"""Looks without the page that are listed."""


_NOT_READ = frozenset({"name", "every", "tags", "alert", "robots_override", "preserve"})
"""What a source is told that no reading depends on."""


@dataclass(slots=True)
class Stand:
    """A source's row, as far as looks and comparisons move it."""

    source_id: str
    next_look_ms: int
    every_ms: int
    version: int = 0
    baseline_seq: int | None = None
    baseline_body: str | None = None
    kind: str | None = None
    skim: str = ""
    rules: str = ""
    etag: str | None = None
    last_modified: str | None = None
    full_ms: int | None = None
    away: list[list[Any]] = field(default_factory=list)
    """[seq, started, outcome] of each look since the baseline that did not show the page."""
    removal: str = ""
    moving: list[str] = field(default_factory=list)
    unmet: list[str] = field(default_factory=list)
    bases: Bases = field(default_factory=dict)
    looks: int = 0
    """While the latest version was that."""
    pages: int = 0
    """Of these, those that showed it."""

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "Stand":
        """The stand that `row` wrote."""
        columns = {name: row[name] for name in _COLUMNS}
        return cls(row["id"], every_ms=row["every_ms"], **columns, **json.loads(row["standing"]))

    def row(self) -> dict[str, Any]:
        """As it is stored, without the source's id."""
        rest = {name: getattr(self, name) for name in _REST}
        return {name: getattr(self, name) for name in _COLUMNS} | {"standing": canonical(rest)}


_COLUMNS = ("next_look_ms", "version", "baseline_seq", "baseline_body")
STAND_COLUMNS = tuple(SOURCE.c[name] for name in ("id", "every_ms", *_COLUMNS, "standing"))
"""What `Stand.of` wants of a row."""
_REST = (
    *("kind", "skim", "rules", "etag", "last_modified", "full_ms", "away", "removal", "moving", "unmet", "bases"),
    *("looks", "pages"),
)


def seen_again(stand: Stand, seq: int, look: Mapping[str, Any], skim: str, rules: str) -> None:
    """The look showed the page as compared: it is what the next one is compared with; an absence ends.

    A look older than the baseline moves nothing.
    """
    if stand.baseline_seq is not None and seq <= stand.baseline_seq:
        return
    if skim or look["body"]["sha256"] != stand.baseline_body:
        stand.skim, stand.rules = (skim, rules) if skim else ("", "")
    stand.baseline_seq, stand.baseline_body = seq, look["body"]["sha256"]
    _take_validators(stand, look)
    stand.away = [one for one in stand.away if one[0] > seq]
    stand.removal = ""


def absent(stand: Stand, seq: int, started: int, outcome: Outcome) -> None:
    """The look did not show the page, or our reader died on it."""
    others = [one for one in stand.away if one[0] != seq]
    stand.away = sorted([*others, [seq, started, outcome.value]])[-_REMEMBERED:]


def reads_otherwise(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a source so configured may read otherwise than before; then the next look is read, not recognised."""
    return any(was.get(name) != value for name, value in now.items() if name not in _NOT_READ)


def standing_of(stand: Stand, baseline: Snapshot | None) -> Standing:
    """The noun."""
    return Standing(
        source_id=stand.source_id,
        next_look_at=from_ms(stand.next_look_ms),
        version=stand.version,
        kind=stand.kind,
        baseline=baseline,
        skim=stand.skim,
        rules=stand.rules,
        etag=stand.etag,
        last_modified=stand.last_modified,
        full_at=None if stand.full_ms is None else from_ms(stand.full_ms),
        away=tuple((from_ms(started), Outcome(outcome)) for _, started, outcome in stand.away),
        moving=tuple(stand.moving),
        unmet=tuple(stand.unmet),
        removal=stand.removal,
    )


def _take_validators(stand: Stand, look: Mapping[str, Any]) -> None:
    """A whole answer brings its own; one that says "not modified" may leave them out.

    What somebody else was given says nothing of what we would be: after it we look in full.
    """
    if "provenance" in look:
        stand.etag = stand.last_modified = stand.full_ms = None
        return
    headers = dict(reversed(look["headers"]))
    whole = look["outcome"] == Outcome.OK
    stand.etag = headers.get("etag", None if whole else stand.etag)
    stand.last_modified = headers.get("last-modified", None if whole else stand.last_modified)
    if whole:
        stand.full_ms = ms(moment_from(look["started_at"]))
