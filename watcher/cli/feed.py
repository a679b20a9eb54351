"""`watcher feed`: what changed, for feed readers."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.filters import known_source, severity
from watcher.cli.options import Folder, outline
from watcher.cli.output import say
from watcher.digest.atom import Feed, atom
from watcher.errors import NotKnown
from watcher.model import Configuration
from watcher.pipeline.feeding import Wanted, items
from watcher.wiring.instance import templates
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def feed(
    ctx: typer.Context,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it there.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only sources with this tag.")] = None,
    min_severity: Annotated[str, typer.Option(help="Least severity.")] = "low",
    config: Folder = None,
) -> None:
    """Write the newest hundred changes as an Atom feed, to stdout or to a file that a web server shows.

    Examples: watcher feed -o feed.xml · watcher feed --tag dhs --min-severity high
    """
    watched = outline(ctx, config)
    with reading(watched) as store:
        wanted = Wanted(known_source(watched, store, source), _known_tag(watched, tag), severity(min_severity))
        sources = {one.id: one for one in (*watched.sources, *store.agenda.followed())}
        told = items(store.history, sources, wanted)
    title = "watcher" if wanted.name == "all" else f"watcher: {wanted.name}"
    _write(atom(Feed(wanted.name, title, watched.public_url), told, templates()), output)


def _known_tag(watched: Configuration, tag: str | None) -> str | None:
    tags = sorted({known for source in watched.sources for known in source.tags})
    if tag is not None and tag not in tags:
        raise NotKnown(f"no source has the tag {tag!r}; there is {', '.join(tags) or 'none at all'}")
    return tag


def _write(content: bytes, output: Path | None) -> None:
    """Whole or not at all: a reader may come while it is written."""
    if output is None:
        sys.stdout.write(content.decode())
        return
    beside = output.with_name(f".{output.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(output)
    except OSError as error:
        raise NotKnown(f"cannot write {output}: {error.strerror}; name a file in a folder of yours") from error
    say(f"wrote {output}")
