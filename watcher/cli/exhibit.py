"""`watcher exhibit`: one change with its evidence, to be printed, filed or handed over."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import Folder, outline
from watcher.cli.output import say
from watcher.errors import NotKnown
from watcher.evidence.exhibit import ALONE, page
from watcher.evidence.matter import Matter
from watcher.evidence.paper import pdf
from watcher.evidence.parcel import parcel
from watcher.evidence.places import put_file
from watcher.model import Source
from watcher.pipeline.audit import resolve
from watcher.pipeline.exhibit import matter
from watcher.wiring.evidence import sealed

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_FORMS = {".html": lambda found: page(found, ALONE), ".pdf": pdf, ".zip": parcel}


@app.command()
def exhibit(
    ctx: typer.Context,
    change: Annotated[str, typer.Argument(metavar="CHANGE", help="At least six digits of a change's id.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="F", help="F.html, F.pdf or F.zip.")],
    config: Folder = None,
) -> None:
    """Write one change as an exhibit: what changed, both receipts, how to cite, how to verify.

    F.html is ready to be printed; F.pdf has the evidence attached; F.zip holds it beside the page.

    Examples: watcher exhibit 2f9c1a7b04de -o change.pdf · watcher exhibit 2f9c1a -o change.zip
    """
    watched = outline(ctx, config)
    make = _FORMS.get(output.suffix.lower())
    if make is None:
        raise NotKnown(f"-o {output}: an exhibit is a .html, a .pdf or a .zip")
    with sealed(watched) as store:
        told = resolve(store.history, change.partition("#")[0]).told
        if told is None:
            raise NotKnown(f"{change} names no change; `watcher log` lists them")
        source = watched.source(told.source_id) or Source(told.source_id, told.after.url)
        found: Matter = matter(store, told, source, watched.public_url)
    sink = put_file(output, make(found))
    say(f"{output}: {sink.size:,} bytes, SHA-256 {sink.sha256}")
