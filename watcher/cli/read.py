"""`watcher read`: one saved answer as a reader sees it."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import AsJson
from watcher.cli.output import counted, put, put_json, say
from watcher.cli.saved import PageKind, saved_from
from watcher.model import Document, Source
from watcher.model.forms import Form, document_form
from watcher.pipeline.saved import Reading, read_saved

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The body of the answer, as it was sent.")],
    url: Annotated[str, typer.Option(help="The address it came from.")] = "",
    kind: PageKind = None,
    status: Annotated[int, typer.Option(min=100, max=999, help="HTTP status of the answer.")] = 200,
    final_url: Annotated[str, typer.Option(help="The address after redirects.")] = "",
    content_type: Annotated[str, typer.Option(help="The Content-Type header.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show one saved answer as watcher reads it: facts, blocks and everything stripped, by rule.

    Examples: watcher read page.html · watcher read page.html --kind qa --json
    """
    saved = saved_from(file, url, status, final_url, content_type)
    reading = read_saved(saved, Source("saved", saved.url, kind=kind))
    if as_json:
        put_json(_form(reading))
    elif reading.document is None:
        put(f"Not a page: {reading.snapshot.outcome} ({'; '.join(reading.snapshot.reasons) or 'no reason noted'})")
    else:
        _print(reading.document)


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
