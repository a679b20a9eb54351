"""The rows that a record becomes."""

from collections.abc import Mapping
from typing import Any

from watcher.model import Severity
from watcher.model.forms import moment_from
from watcher.store.brought import brought_columns
from watcher.store.database.tables import ms
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.ledger import Line

Row = dict[str, Any]


def snapshot_row(line: Line) -> Row:
    """A look."""
    record = line.record
    return {
        "seq": line.position.seq,
        "id": record["id"],
        "source_id": record["source_id"],
        "started_ms": ms(moment_from(record["started_at"])),
        "outcome": record["outcome"],
        "body_sha256": record["body"]["sha256"],
        "record": line.text,
    }


def version_row(record: Mapping[str, Any], snapshot_seq: int) -> Row:
    """The version that a change begins."""
    form = record["version"]
    since = ms(moment_from(form["since"]))
    return {
        "source_id": record["source"],
        "number": form["number"],
        "snapshot_seq": snapshot_seq,
        "since_ms": since,
        "confirmed_ms": since,
        "fingerprint": form["fingerprint"],
        "form": canonical(form),
    }


def change_row(line: Line) -> Row:
    """A change."""
    return {
        "id": line.record["change"],
        "seq": line.position.seq,
        "source_id": line.record["source"],
        "made_ms": ms(moment_from(line.record["made_at"])),
        **brought_columns(line.record),
        "record": line.text,
    }


def finding_rows(record: Mapping[str, Any]) -> list[Row]:
    """The findings of a change."""
    made = ms(moment_from(record["made_at"]))
    return [
        {
            "change_id": record["change"],
            "place": place,
            "source_id": record["source"],
            "kind": finding["kind"],
            "severity": int(Severity.of(finding["severity"])),
            "made_ms": made,
        }
        for place, finding in enumerate(record["findings"])
    ]


def owed_rows(record: Mapping[str, Any]) -> list[Row]:
    """Who is owed which finding of a change."""
    return [
        {"subscription": name, "change_id": record["change"], "place": place, "digest_id": None}
        for name, places in record["owed"].items()
        for place in sorted(set(places))
    ]


def finding_place(finding_id: str) -> tuple[str, int]:
    """The change and the index that `CHANGE#f3` names."""
    change_id, _, number = finding_id.partition("#f")
    return change_id, int(number) - 1


def delivery_rows(record: Mapping[str, Any]) -> list[Row]:
    """The deliveries of a digest, due at once."""
    due = ms(moment_from(record["at"]))
    return [
        {
            **one,
            "digest_id": record["id"],
            "attempt": 0,
            "state": "pending",
            "next_ms": due,
            "lease_ms": None,
            "said": "",
        }
        for one in record["deliveries"]
    ]


def delivery_step(record: Mapping[str, Any]) -> Row:
    """Where a delivery stands after a step; one that waits without a time is due at once."""
    waits_from = record["next_at"] or (record["at"] if record["state"] in ("retry", "unknown") else None)
    return {
        "state": record["state"],
        "attempt": record["attempt"],
        "next_ms": ms(moment_from(waits_from)) if waits_from else None,
        "lease_ms": ms(moment_from(record["lease_until"])) if record["lease_until"] else None,
        "said": _said(record),
    }


def station_row(record: Mapping[str, Any], seq: int) -> Row:
    """The same by itself, as it is listed."""
    return {
        "seq": seq,
        "delivery_id": record["id"],
        "at_ms": ms(moment_from(record["at"])),
        "state": record["state"],
        "attempt": record["attempt"],
        "said": _said(record),
    }


def _said(record: Mapping[str, Any]) -> str:
    return canonical({"error": record["error"], "reply": record["reply"]})
