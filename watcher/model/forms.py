"""The nouns in JSON's types, both ways, as `docs/contract.md` fixes them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from watcher.model.change import Edit, Op
from watcher.model.digest import Delivery, Station
from watcher.model.document import Block, Document, Link
from watcher.model.finding import Finding
from watcher.model.history import Told
from watcher.model.kinds import Flag, Severity
from watcher.model.snapshot import Exchange, Further, Hop, Monotonic, Outcome, Provenance, Rendered, Snapshot

Form = dict[str, Any]


def moment(value: datetime) -> str:
    """An instant in UTC with milliseconds.

    >>> moment(datetime(2026, 11, 21, 10, 30, tzinfo=UTC))
    '2026-11-21T10:30:00.000Z'
    """
    return value.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def moment_from(text: str) -> datetime:
    """The instant that `moment` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


def block_form(block: Block) -> Form:
    """A block; links only where there are any."""
    return {
        "kind": block.kind,
        "key": block.key,
        "text": block.text,
        "path": list(block.path),
        "links": [{"href": link.href, "text": link.text} for link in block.links],
    }


def block_from(form: Mapping[str, Any]) -> Block:
    """The block that `block_form` wrote."""
    return Block(
        form["kind"],
        form["key"],
        form["text"],
        tuple(form["path"]),
        tuple(Link(link["href"], link["text"]) for link in form["links"]),
    )


def document_form(document: Document) -> Form:
    """A document as `watcher read --json` prints it, without the outcome."""
    return {
        "kind": document.kind,
        "kind_confidence": round(document.confidence, 2),
        "facts": {"archived": None} | {fact.key: fact.text for fact in document.facts},
        "blocks": [block_form(block) for block in document.blocks],
        "stripped": [{"rule": piece.rule, "text": piece.text} for piece in document.stripped],
        "lossy": document.lossy,
    }


def edit_form(edit: Edit) -> Form:
    """An edit: what `compare` and `show` print, and enough to have it back."""
    return {
        "op": edit.op.value,
        "kind": edit.block.kind,
        "key": edit.block.key or None,
        "before": edit.before.text if edit.before else None,
        "after": edit.after.text if edit.after else None,
        "spans": [list(span) for span in edit.spans],
        "was": block_form(edit.before) if edit.before else None,
        "now": block_form(edit.after) if edit.after else None,
        "at": [edit.was_at, edit.now_at],
    }


def edit_from(form: Mapping[str, Any]) -> Edit:
    """The edit that `edit_form` wrote."""
    return Edit(
        Op(form["op"]),
        block_from(form["was"]) if form["was"] else None,
        block_from(form["now"]) if form["now"] else None,
        tuple((kind, text) for kind, text in form["spans"]),
        form["at"][0],
        form["at"][1],
    )


def finding_form(finding: Finding, edits: Sequence[Edit]) -> Form:
    """A finding; the edits that it explains by their index."""
    return finding_forms((finding,), edits)[0]


def finding_forms(findings: Sequence[Finding], edits: Sequence[Edit]) -> list[Form]:
    """The findings of one change; in time that grows with their number and no faster."""
    places: dict[int, list[int]] = {}
    for index, edit in enumerate(edits):
        places.setdefault(id(edit), []).append(index)
    return [_finding_form(finding, places) for finding in findings]


def _finding_form(finding: Finding, places: Mapping[int, Sequence[int]]) -> Form:
    return {
        "kind": finding.kind,
        "severity": finding.level.word,
        "flags": [flag.value for flag in finding.flags],
        "summary": finding.summary,
        "where": {"path": list(finding.path), "key": finding.key},
        "before": finding.before,
        "after": finding.after,
        "rule": finding.rule,
        "edits": sorted({at for edit in finding.explains for at in places.get(id(edit), ())}),
    }


def finding_from(form: Mapping[str, Any], edits: Sequence[Edit]) -> Finding:
    """The finding that `finding_form` wrote, of a change with these edits."""
    return Finding(
        form["kind"],
        form["summary"],
        tuple(edits[index] for index in form["edits"]),
        tuple(form["where"]["path"]),
        form["where"]["key"],
        form["before"],
        form["after"],
        Severity.of(form["severity"]),
        tuple(Flag(flag) for flag in form["flags"]),
        form["rule"],
    )


def snapshot_form(snapshot: Snapshot) -> Form:
    """The record of a look, as it stands in the ledger; further pages only where there are any."""
    further = {"further": [_further_form(page) for page in snapshot.further]} if snapshot.further else {}
    theirs = {"provenance": _provenance_form(snapshot.provenance)} if snapshot.provenance else {}
    built = {"rendered": _rendered_form(snapshot.rendered)} if snapshot.rendered else {}
    over = {"exchange": _exchange_form(snapshot.exchange)} if snapshot.exchange else {}
    coded = {"wire_sha256": snapshot.wire_sha256} if snapshot.wire_sha256 else {}
    ticked = {"clock": {"boot": clock.boot, "mono_ms": clock.mono_ms}} if (clock := snapshot.clock) else {}
    return (
        further
        | theirs
        | built
        | over
        | coded
        | ticked
        | {
            "id": snapshot.id,
            "source_id": snapshot.source_id,
            "url": snapshot.url,
            "final_url": snapshot.final_url,
            "redirects": [
                {"status": hop.status, "url": hop.url, "location": hop.location, "ip": hop.ip} for hop in snapshot.hops
            ],
            "started_at": moment(snapshot.started_at),
            "finished_at": moment(snapshot.finished_at),
            "outcome": snapshot.outcome.value,
            "reasons": list(snapshot.reasons),
            "status": snapshot.status,
            "headers": [list(header) for header in snapshot.headers],
            "body": {"sha256": snapshot.body_sha256, "bytes": snapshot.body_bytes, "complete": snapshot.complete},
            "wire_bytes": snapshot.wire_bytes,
            "ip": snapshot.ip,
        }
    )


def snapshot_from(form: Mapping[str, Any]) -> Snapshot:
    """The snapshot that `snapshot_form` wrote."""
    return Snapshot(
        source_id=form["source_id"],
        url=form["url"],
        final_url=form["final_url"],
        hops=tuple(Hop(hop["status"], hop["url"], hop["location"], hop["ip"]) for hop in form["redirects"]),
        started_at=moment_from(form["started_at"]),
        finished_at=moment_from(form["finished_at"]),
        outcome=Outcome(form["outcome"]),
        reasons=tuple(form["reasons"]),
        status=form["status"],
        headers=tuple((name, value) for name, value in form["headers"]),
        body_sha256=form["body"]["sha256"],
        body_bytes=form["body"]["bytes"],
        complete=form["body"]["complete"],
        wire_bytes=form["wire_bytes"],
        wire_sha256=form.get("wire_sha256", ""),
        ip=form["ip"],
        further=tuple(_further_from(page) for page in form.get("further", ())),
        provenance=Provenance(**form["provenance"]) if "provenance" in form else None,
        rendered=Rendered(**form["rendered"]) if "rendered" in form else None,
        exchange=_exchange_from(form["exchange"]) if "exchange" in form else None,
        clock=Monotonic(**form["clock"]) if "clock" in form else None,
    )


def _rendered_form(rendered: Rendered) -> Form:
    return {"by": rendered.by, "sha256": rendered.sha256, "bytes": rendered.bytes}


def _provenance_form(provenance: Provenance) -> Form:
    return {"by": provenance.by, "address": provenance.address, "memento": provenance.memento}


def _exchange_form(exchange: Exchange) -> Form:
    tls = {"tls": exchange.tls, "cert_chain_sha256": list(exchange.certificates)} if exchange.tls else {}
    return {
        "program": exchange.program,
        "user_agent": exchange.user_agent,
        "http_version": exchange.http_version,
    } | tls


def _exchange_from(form: Mapping[str, Any]) -> Exchange:
    return Exchange(
        form["program"],
        form["user_agent"],
        form["http_version"],
        form.get("tls", ""),
        tuple(form.get("cert_chain_sha256", ())),
    )


def _further_form(page: Further) -> Form:
    return {
        "url": page.url,
        "final_url": page.final_url,
        "status": page.status,
        "content_type": page.content_type,
        "body": {"sha256": page.body_sha256, "bytes": page.body_bytes},
    }


def _further_from(form: Mapping[str, Any]) -> Further:
    body = form["body"]
    return Further(form["url"], form["final_url"], form["status"], form["content_type"], body["sha256"], body["bytes"])


def told_form(told: Told) -> Form:
    """A change with its findings, as stored and as `show CHANGE --json` prints it."""
    return {
        "change": told.change_id,
        "source": told.source_id,
        "from": {"version": told.before_version, "snapshot": snapshot_form(told.before)},
        "to": {"version": told.after_version, "snapshot": snapshot_form(told.after)},
        "made_at": moment(told.made_at),
        "rules": told.rules,
        "edits": [edit_form(edit) for edit in told.edits],
        "findings": [
            form | {"id": told.finding_id(index), "change": told.change_id}
            for index, form in enumerate(finding_forms(told.findings, told.edits))
        ],
    }


def told_from(form: Mapping[str, Any]) -> Told:
    """The account that `told_form` wrote."""
    edits = tuple(edit_from(edit) for edit in form["edits"])
    return Told(
        change_id=form["change"],
        source_id=form["source"],
        before=snapshot_from(form["from"]["snapshot"]),
        after=snapshot_from(form["to"]["snapshot"]),
        before_version=form["from"]["version"],
        after_version=form["to"]["version"],
        made_at=moment_from(form["made_at"]),
        rules=form["rules"],
        edits=edits,
        findings=tuple(finding_from(finding, edits) for finding in form["findings"]),
    )


def station_form(station: Station) -> Form:
    """A station on a delivery's way."""
    return {
        "at": moment(station.at),
        "state": station.state,
        "attempt": station.attempt,
        "error": station.error,
        "reply": station.reply,
    }


def delivery_form(delivery: Delivery) -> Form:
    """A delivery as it stands."""
    return {
        "id": delivery.id,
        "digest": delivery.digest_id,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "part": delivery.part,
        "attempt": delivery.attempt,
        "state": delivery.state,
        "next_at": moment(delivery.next_at) if delivery.next_at else None,
        "last_error": delivery.last_error,
        "reply": delivery.reply,
    }
