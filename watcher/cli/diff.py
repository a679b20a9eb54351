"""`watcher diff`: what differs between two versions."""

from typing import Annotated

import typer

from watcher.cli.findings_text import print_findings, print_told
from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import put, put_json
from watcher.errors import NotKnown
from watcher.model import Configuration, Source, Told
from watcher.model.forms import Form, edit_form, finding_forms, told_form
from watcher.pipeline.account import Account
from watcher.pipeline.audit import compare_named, resolve, resolve_pair
from watcher.store import History
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_DIFFERS = 10


@app.command()
def diff(
    ctx: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="REF[..REF]", help="src (its latest change), src@v3..v5, or REF..REF.")
    ],
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 10 when they differ.")] = False,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Show what differs between two versions; a told change is shown as it was told.

    Examples: watcher diff ice-secure-comm · watcher diff ice-secure-comm@v1..v4
    """
    watched = outline(ctx, config)
    with reading(watched) as store:
        found = (
            _told(store.history, reference) if ".." not in reference else _compared(store.history, watched, reference)
        )
    if as_json:
        put_json(_form(found))
    elif isinstance(found, Told):
        print_told(found)
    else:
        print_findings(found.findings)
        if not found.findings and found.edits:
            put(f"{len(found.edits)} edits, none worth telling.")
    if exit_code and found.findings:
        raise typer.Exit(_DIFFERS)


def _told(history: History, reference: str) -> Told:
    """The change of that id, or the latest of that source."""
    if "@" not in reference and history.numbers(reference):
        latest = history.changes(source_id=reference, limit=1)
        if not latest:
            raise NotKnown(f"{reference} has one version and no change yet; `watcher show {reference}` prints it")
        return latest[0]
    told = resolve(history, reference).told
    if told is None:
        raise NotKnown(f"{reference} names one version; a pair is written like {reference}..latest")
    return told


def _compared(history: History, watched: Configuration, reference: str) -> Account:
    before, after = resolve_pair(history, reference)
    assert after.snapshot is not None or after.told is not None
    source_id = after.snapshot.source_id if after.snapshot else ""
    return compare_named(history, watched.source(source_id) or Source(source_id, ""), before, after)


def _form(found: Told | Account) -> Form:
    if isinstance(found, Told):
        return {"schema": "watcher.change/1"} | told_form(found)
    return {
        "schema": "watcher.diff/1",
        "findings": finding_forms(found.findings, found.edits),
        "edits": [edit_form(edit) for edit in found.edits],
    }
