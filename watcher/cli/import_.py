"""`watcher import`: what others captured, taken over as history."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import AsJson, Folder, configuration
from watcher.cli.output import counted, put, put_json, say, wait_for
from watcher.errors import NotKnown
from watcher.fetch.warc import WarcFile
from watcher.fetch.wayback import digits
from watcher.model import Configuration, Source
from watcher.pipeline.importing import Imported, from_captures, from_wayback
from watcher.pipeline.sealing import seal_and_stamp
from watcher.urls import canonical
from watcher.wiring.instance import running

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_EVERY = 25
SourceId = Annotated[str | None, typer.Option("--source", metavar="ID", help="The source that it is a page of.")]


@app.callback()
def import_() -> None:
    """Take over what others captured before we looked; nobody is alerted, and each capture names who made it."""


@app.command()
def warc(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A web archive: .warc or .warc.gz.")],
    source: SourceId = None,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Take over a web archive's captures of the watched pages.

    Examples: watcher import warc crawl.warc.gz · watcher import warc crawl.warc.gz --source ice-secure-comm
    """
    watched = configuration(ctx, config)
    chosen = [_source(watched, source)] if source else list(watched.sources)
    archive = WarcFile(file)
    _tell(wait_for(_warc(watched, chosen, archive)), as_json)
    if archive.left_out:
        say(f"{counted(archive.left_out, 'record')} of these pages cannot be used.")


@app.command()
def wayback(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="SOURCE|URL", help="A source, or an address that it has or had.")],
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="2019, 2019-03 or 2019-03-01.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The same; the end of it.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many captures, the oldest.")] = None,
    source: SourceId = None,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Take over what the Wayback Machine captured of a watched page; run it again to go on where it was cut off.

    Examples: watcher import wayback ice-secure-comm --from 2014 --to 2019 ·
    watcher import wayback https://www.ice.gov/old-address --source ice-secure-comm
    """
    watched = configuration(ctx, config)
    page, url = _page(watched, reference, source)
    period = {"since": digits(since) if since else "", "until": digits(until) if until else ""}
    _tell({page.id: wait_for(_wayback(watched, page, url, period, limit))}, as_json)


async def _warc(watched: Configuration, chosen: list[Source], archive: WarcFile) -> dict[str, Imported]:
    wanted = {canonical(source.url) for source in chosen}
    async with running(watched) as instance:
        captures = archive.captures(lambda url: canonical(url) in wanted)
        came = await from_captures(instance, chosen, captures, _progress)
        await seal_and_stamp(instance)
    return came


async def _wayback(
    watched: Configuration, source: Source, url: str, period: dict[str, str], limit: int | None
) -> Imported:
    async with running(watched) as instance:
        came = await from_wayback(instance, source, _progress, url=url, limit=limit, **period)
        await seal_and_stamp(instance)
    return came


def _page(watched: Configuration, reference: str, source_id: str | None) -> tuple[Source, str]:
    """The source that is meant, and the address to ask for."""
    if "://" not in reference:
        source = _source(watched, reference)
        return source, source.url
    if source_id:
        return _source(watched, source_id), reference
    found = next((one for one in watched.sources if canonical(one.url) == canonical(reference)), None)
    if found is None:
        raise NotKnown(f"no source has the address {reference}; say which one had it with --source ID")
    return found, reference


def _source(watched: Configuration, source_id: str) -> Source:
    found = watched.source(source_id)
    if found is None:
        raise NotKnown(f"no source {source_id!r} in sources.yaml; `watcher status` lists them")
    return found


def _progress(source_id: str, came: Imported) -> None:
    if (done := came.kept + came.known + came.left_out) % _EVERY == 0:
        say(f"{source_id}: {done} of {came.listed}")


def _tell(came: dict[str, Imported], as_json: bool) -> None:
    forms = {
        source_id: {"captures": one.kept, "known": one.known, "left_out": one.left_out, "versions": one.versions}
        for source_id, one in came.items()
    }
    if as_json:
        put_json({"schema": "watcher.import/1", "sources": forms})
        return
    for source_id, form in forms.items():
        said = f"{counted(form['captures'], 'capture')}, {counted(form['versions'], 'version')}"
        put(f"{source_id}: {said}, {form['known']} known before, {form['left_out']} left out")
