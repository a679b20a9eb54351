"""`watcher export`: what is kept, in forms that others read."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.filters import Since, known_source, since_moment
from watcher.cli.options import Folder, outline
from watcher.cli.output import say
from watcher.errors import NotKnown
from watcher.evidence.bag import write_bag
from watcher.evidence.places import Sink, placed, put_file
from watcher.evidence.table import table
from watcher.model import Configuration
from watcher.pipeline.export import changes, described, payload, tags, web_archive
from watcher.pipeline.moments import moment_of
from watcher.pipeline.selection import Chosen, Selection
from watcher.store import Reader
from watcher.wiring.evidence import sealed

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Form(StrEnum):
    """What an export is."""

    BAG = "bag"
    WARC = "warc"
    CSV = "csv"


@app.command()
def export(
    ctx: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these sources.")] = None,
    bag: Annotated[bool, typer.Option("--bag", help="Evidence that a third party can verify (BagIt).")] = False,
    warc: Annotated[bool, typer.Option("--warc", help="A web archive.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="The findings as a table.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="F", help="A new folder or F.zip; F.warc.gz; F.csv.")
    ] = None,
    since: Since = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only up to this date (its end) or instant (UTC).")
    ] = None,
    config: Folder = None,
) -> None:
    """Write what is kept as a bag of evidence, a web archive or a table.

    Without SOURCE and dates a bag holds everything, who gets digests too; with them, records of other sources
    stay private: only their hashes show.

    Examples: watcher export --bag ice-secure-comm -o bag.zip · watcher export --csv > findings.csv
    """
    form = _form(bag=bag, warc=warc, csv=csv)
    watched = outline(ctx, config)
    with sealed(watched) as store:
        chosen = _chosen(watched, store, sources or [], since, until)
        if form is Form.CSV:
            _put_table(table(changes(store, chosen)), output)
            return
        target = _new(output, form)
        selection = Selection(store.archive, chosen)
        if form is Form.WARC:
            _told(target, put_file(target, web_archive(selection)))
            return
        with placed(target) as place:
            write_bag(place, payload(selection), tags(selection), described(selection), selection.at)
    say(f"{target}: a bag; its VERIFY.txt says how anybody can check it")


def _form(**asked: bool) -> Form:
    forms = [Form(name) for name, is_asked in asked.items() if is_asked]
    if len(forms) != 1:
        raise NotKnown("export what? Take one of --bag, --warc and --csv")
    return forms[0]


def _chosen(watched: Configuration, store: Reader, sources: list[str], since: str | None, until: str | None) -> Chosen:
    for source_id in sources:
        known_source(watched, store, source_id)
    return Chosen(tuple(sources), since_moment(since), moment_of(until) if until else None)


def _new(output: Path | None, form: Form) -> Path:
    if output is None:
        raise NotKnown(f"export --{form} needs -o, the place to write to")
    if form is Form.BAG and output.exists():
        raise NotKnown(f"-o {output}: something is there already; a bag is always a new folder or zip")
    return output


def _put_table(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        _told(output, put_file(output, content))


def _told(target: Path, sink: Sink) -> None:
    say(f"{target}: {sink.size:,} bytes, SHA-256 {sink.sha256}")
