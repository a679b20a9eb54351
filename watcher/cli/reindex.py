"""`watcher reindex`: the database made anew from the vault."""

import typer

from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json
from watcher.wiring.stores import writing

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def reindex(ctx: typer.Context, as_json: AsJson = False, config: Folder = None) -> None:
    """Rebuild the database from the vault: numbers, changes, findings and links stay as they were.

    Examples: watcher reindex · watcher reindex --config /srv/watcher --json
    """
    with writing(outline(ctx, config)) as store:
        applied = store.reindex()
    if as_json:
        put_json({"schema": "watcher.reindex/1", "records": applied})
    else:
        put(f"The database was rebuilt from {counted(applied, 'record')} of the ledger.")
