"""`watcher restore`: a backup brought back."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.holding_text import put_holding
from watcher.cli.options import AsJson, Folder, outline
from watcher.wiring.copies import brought_back

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def restore(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="SRC", help="The folder that `watcher backup` made.")],
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Prove a backup and put it where the configuration says; refused where something is kept already.

    Examples: watcher restore /mnt/backup/2026-11-22 · watcher restore copy --config /srv/watcher
    """
    watched = outline(ctx, config)
    holding = brought_back(watched, source)
    put_holding(holding, source, "watcher.restore/1", f"{source}: brought back to {watched.vault}.", as_json=as_json)
