"""`watcher reindex`: the database made anew from the vault."""

import sys

import typer
from rich.console import Console
from rich.progress import Progress

from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json, wait_for
from watcher.store import Store
from watcher.wiring.searching import catching_up
from watcher.wiring.stores import writing

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def reindex(ctx: typer.Context, as_json: AsJson = False, config: Folder = None) -> None:
    """Rebuild the database from the vault: numbers, changes, findings and links stay as they were.

    Every version is read once more, so that it can be searched; stopped there, the rest is read bit by bit by `check`
    and `run`.

    Examples: watcher reindex · watcher reindex --config /srv/watcher --json
    """
    with writing(outline(ctx, config)) as store:
        applied = store.reindex()
        read = wait_for(_read(store, quiet=as_json))
    if as_json:
        put_json({"schema": "watcher.reindex/1", "records": applied, "versions": read})
    else:
        put(f"The database was rebuilt from {counted(applied, 'record')} of the ledger.")
        put(f"{counted(read, 'version')} can be searched.")


async def _read(store: Store, *, quiet: bool) -> int:
    bar = Progress(console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty())
    line = bar.add_task("reading for search", total=store.history.searchable().waiting)
    with bar:
        async with catching_up(store) as work:
            return await work.read(lambda some: bar.advance(line, some))
