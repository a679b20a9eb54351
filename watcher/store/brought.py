"""What a version brought, in one line: enough for a list of a thousand."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from watcher.model import Severity
from watcher.store.ledger.canonical import canonical


@dataclass(frozen=True, slots=True)
class Brought:
    """A change, as a history lists it."""

    version: int
    change_id: str
    severity: Severity
    """Of its gravest finding."""
    kind: str
    """Of that finding; empty: nothing was found."""
    summary: str
    findings: int
    added: int
    """In words."""
    removed: int


def brought_from(record: Mapping[str, Any]) -> Brought | None:
    """What the record of a change says of the version that it begins; None where it begins none, or the first."""
    number = record["to"]["version"]
    if number is None or number == record["from"]["version"] or not (record["findings"] or record["edits"]):
        return None
    lead = max(record["findings"], key=lambda one: Severity.of(one["severity"]), default=None)
    added, removed = _words(record["edits"])
    return Brought(
        number,
        record["change"],
        Severity.of(lead["severity"]) if lead else Severity.NOISE,
        lead["kind"] if lead else "",
        lead["summary"] if lead else "",
        len(record["findings"]),
        added,
        removed,
    )


def brought_columns(record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a change that say it."""
    brought = brought_from(record)
    return {
        "loudest": max((int(Severity.of(one["severity"])) for one in record["findings"]), default=0),
        "brings": brought.version if brought else None,
        "brought": canonical(asdict(brought) | {"severity": brought.severity.word}) if brought else None,
    }


def brought_of(column: str) -> Brought:
    """What `brought_columns` wrote."""
    form = json.loads(column)
    return Brought(**form | {"severity": Severity.of(form["severity"])})


def _words(edits: list[Mapping[str, Any]]) -> tuple[int, int]:
    """How many words came and went."""
    added = removed = 0
    for edit in edits:
        if edit["op"] == "added":
            added += len(edit["after"].split())
        elif edit["op"] == "removed":
            removed += len(edit["before"].split())
        for kind, text in edit["spans"]:
            added += len(text.split()) if kind == "insert" else 0
            removed += len(text.split()) if kind == "delete" else 0
    return added, removed
