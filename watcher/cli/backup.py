"""`watcher backup`: a copy of everything that is kept."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.holding_text import put_holding
from watcher.cli.options import AsJson, Folder, outline
from watcher.wiring.copies import copied

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def backup(
    ctx: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="DEST", help="A folder that is not there yet.")],
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Copy vault and database, prove the copy, and leave whoever writes in peace.

    The configuration and the key that signs (watcher.key) are not in it. On the same disk the copies of pages are
    links: bring the folder to another one, with tar or rsync.

    Examples: watcher backup /mnt/backup/2026-11-22 · watcher backup copy --json
    """
    holding = copied(outline(ctx, config), target)
    put_holding(
        holding, target, "watcher.backup/1", f"{target}: a copy of everything that is kept, proven.", as_json=as_json
    )
