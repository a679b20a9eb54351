"""`watcher read`: one answer, saved in a file or kept of a source, as a reader sees it."""

import re
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json, say
from watcher.cli.saved import PageKind, saved_from
from watcher.errors import NotKnown
from watcher.model import Configuration, Document, Source
from watcher.model.forms import Form, document_form
from watcher.pipeline.saved import Reading, read_kept, read_saved
from watcher.wiring.stores import reading as open_to_read

_SOURCE = re.compile(r"[a-z0-9-]+")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def read(
    ctx: typer.Context,
    page: Annotated[str, typer.Argument(metavar="FILE|SOURCE", help="The body of an answer, or a source by its id.")],
    url: Annotated[str, typer.Option(help="The address it came from.")] = "",
    kind: PageKind = None,
    status: Annotated[int, typer.Option(min=100, max=999, help="HTTP status of the answer.")] = 200,
    final_url: Annotated[str, typer.Option(help="The address after redirects.")] = "",
    content_type: Annotated[str, typer.Option(help="The Content-Type header.")] = "",
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Show a page as watcher reads it: facts, blocks and everything stripped, by rule.

    Of a source the page as last seen. The other options are for a file.

    Examples: watcher read page.html --kind qa --json · watcher read ice-secure-comm
    """
    if _SOURCE.fullmatch(page) and not Path(page).exists():
        reading = _kept(outline(ctx, config), page)
    else:
        saved = saved_from(Path(page), url, status, final_url, content_type)
        reading = read_saved(saved, Source("saved", saved.url, kind=kind))
    if as_json:
        put_json(_form(reading))
    elif reading.document is None:
        put(f"Not a page: {reading.snapshot.outcome} ({'; '.join(reading.snapshot.reasons) or 'no reason noted'})")
    else:
        _print(reading.document)


def _kept(watched: Configuration, source_id: str) -> Reading:
    source = watched.source(source_id)
    if source is None:
        raise NotKnown(f"no source {source_id!r}, and no file of that name; `watcher status` lists the sources")
    with open_to_read(watched) as store:
        standing = store.agenda.standing(source_id)
        if standing.baseline is None:
            raise NotKnown(f"nothing is kept of {source_id} yet; run `watcher check {source_id}`")
        return read_kept(standing, store.history.payload(standing.baseline), source)


def _form(reading: Reading) -> Form:
    document = reading.document or Document(kind="", confidence=0.0)
    form = {"schema": "watcher.read/1", "outcome": reading.snapshot.outcome.value}
    return form | {"reasons": list(reading.snapshot.reasons)} | document_form(document)


def _print(document: Document) -> None:
    put(
        f"{document.kind} (confidence {document.confidence:.2f}), {counted(len(document.blocks), 'block')}, "
        f"{counted(document.words, 'word')}"
    )
    for fact in document.facts:
        put(f"  {fact.key}: {fact.text}")
    for block in document.blocks:
        put(f"[{block.kind}] {block.text}")
    put()
    put(f"Stripped, {counted(len(document.stripped), 'piece')}{':' if document.stripped else '.'}")
    for piece in document.stripped:
        put(f"  {piece.rule}: {piece.text[:200]}")
    if document.lossy:
        say("The reader may have lost text of this page (lossy).")
