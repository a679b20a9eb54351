"""`watcher show`: a version, a snapshot or a change."""

from typing import Annotated

import typer

from watcher.cli.change_text import put_change
from watcher.cli.findings_text import instant
from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import put, put_json
from watcher.cli.withdrawal_form import withdrawal_form
from watcher.errors import NotKnown
from watcher.model import Configuration, Document, Exchange, Source
from watcher.model.forms import document_form, moment, snapshot_form
from watcher.pipeline.audit import Named, document_of, resolve
from watcher.pipeline.health import reason
from watcher.store import History
from watcher.store.index.withdrawal import Withdrawal
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_RULES = ("first", "latest")


@app.command()
def show(
    ctx: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="src, src@v3, src@2026-11-18, a snapshot or change id.")
    ],
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="first|latest", help="A change as told, or as last read again.")
    ] = None,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Show a version of a page with its receipt, a snapshot, or a change with its findings.

    Examples: watcher show ice-secure-comm · watcher show ice-secure-comm@v3 · watcher show 2f9c1a7b04de
    """
    watched = outline(ctx, config)
    if rules not in (None, *_RULES):
        raise NotKnown(f"--rules {rules!r}: take first, as it was told, or latest, as it was last read again")
    with reading(watched) as store:
        named = resolve(store.history, reference.partition("#")[0])
        again = store.history.reread(named.told.change_id) if named.told is not None else None
        withdrawal = _withdrawal(store.history, named)
        document = None
        if named.snapshot is not None and named.snapshot.outcome.is_page and withdrawal is None:
            document = document_of(store.history, _source(watched, named.snapshot.source_id), named)
    if named.told is not None:
        put_change(named.told, again, rules, as_json=as_json)
    elif as_json:
        put_json(_form(named, document, withdrawal))
    else:
        _print(named, document, withdrawal)


def _withdrawal(history: History, named: Named) -> Withdrawal | None:
    """That what the snapshot brought is kept no more."""
    sha256 = named.snapshot.body_sha256 if named.snapshot is not None else None
    return next((one for one in history.withdrawals() if one.sha256 == sha256), None)


def _source(watched: Configuration, source_id: str) -> Source:
    """The source as configured; one that is watched no longer reads with the defaults."""
    return watched.source(source_id) or Source(source_id, "")


def _form(named: Named, document: Document | None, withdrawal: Withdrawal | None) -> dict[str, object]:
    assert named.snapshot is not None
    version = named.version
    return {
        "schema": "watcher.snapshot/1",
        "snapshot": snapshot_form(named.snapshot),
        "version": f"v{version.number}" if version else None,
        "since": moment(version.since) if version else None,
        "confirmed": moment(version.confirmed) if version else None,
        "document": document_form(document) if document else None,
        "withdrawn": withdrawal_form(withdrawal) if withdrawal else None,
    }


def _over(exchange: Exchange | None) -> list[tuple[str, str]]:
    """As whom it was asked for, and over what it came."""
    if exchange is None:
        return []
    certificates = [("certificate", sha256) for sha256 in exchange.certificates]
    return [("asked by", exchange.asker), ("came over", exchange.way), *certificates]


def _print(named: Named, document: Document | None, withdrawal: Withdrawal | None) -> None:
    snapshot, version = named.snapshot, named.version
    assert snapshot is not None
    receipt = [
        ("source", snapshot.source_id),
        ("version", f"v{version.number}" if version else "none"),
        ("in force", f"{instant(version.since)} to {instant(version.confirmed)} at least" if version else "-"),
        ("address", snapshot.url),
        *(("redirected", f"{hop.status} to {hop.location}") for hop in snapshot.hops),
        ("taken", instant(snapshot.started_at)),
        *(
            (("captured by", snapshot.provenance.by), ("to be had at", snapshot.provenance.address))
            if snapshot.provenance
            else ()
        ),
        *((("clock", str(snapshot.clock)),) if snapshot.clock else ()),
        *_over(snapshot.exchange),
        *((("built by", snapshot.rendered.by), ("out of", snapshot.rendered.sha256)) if snapshot.rendered else ()),
        ("outcome", reason(snapshot.outcome, snapshot)),
        ("sha256", snapshot.body_sha256 or "no body"),
        ("bytes", f"{snapshot.body_bytes} ({snapshot.complete})"),
        *((("sha256 sent", f"{snapshot.wire_sha256}, {snapshot.wire_bytes} bytes"),) if snapshot.wire_sha256 else ()),
    ]
    if withdrawal is not None:
        receipt.append(("kept", str(withdrawal)))
    for name, value in receipt:
        put(f"{name:<12} {value}")
    if document is not None:
        put()
        for fact in document.facts:
            put(f"{fact.key:<11} {fact.text}")
        put()
        for block in document.blocks:
            put(f"[{block.kind}] {block.text}")
