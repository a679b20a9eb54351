"""Findings as a table (RFC 4180) that no spreadsheet takes for a program."""

import csv
import io
from collections.abc import Iterable

from watcher.evidence.redline import safe
from watcher.model import Told
from watcher.model.forms import moment

_ACTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be computed by a spreadsheet."""
COLUMNS = (
    "finding",
    "change",
    "source",
    "url",
    "kind",
    "severity",
    "flags",
    "summary",
    "path",
    "key",
    "before",
    "after",
    "last_without",
    "first_with",
    "from_version",
    "to_version",
    "from_sha256",
    "to_sha256",
    "rule",
)


def table(changes: Iterable[Told]) -> bytes:
    """One line a finding, in UTF-8."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for told in changes:
        writer.writerows([_safe(cell) for cell in row] for row in _rows(told))
    return lines.getvalue().encode("utf-8", "backslashreplace")


def _rows(told: Told) -> Iterable[tuple[object, ...]]:
    for place, finding in enumerate(told.findings):
        yield (
            told.finding_id(place),
            told.change_id,
            told.source_id,
            told.after.url,
            finding.kind,
            finding.level.word,
            " ".join(finding.flags),
            finding.summary,
            " > ".join(finding.path),
            finding.key,
            finding.before,
            finding.after,
            moment(told.before.started_at),
            moment(told.after.started_at),
            told.before_version,
            told.after_version,
            told.before.body_sha256,
            told.after.body_sha256,
            finding.rule,
        )


def _safe(cell: object) -> str:
    """The cell as text; an apostrophe before what would be computed, as spreadsheets themselves write it."""
    text = "" if cell is None else str(cell)
    return safe(f"'{text}" if text.startswith(_ACTS) else text)
