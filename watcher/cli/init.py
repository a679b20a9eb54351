"""`watcher init`: the files to start from."""

from pathlib import Path
from typing import Annotated

import typer

from watcher import sources
from watcher.cli.output import put

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Where to; default: here.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Start without the bundled sources.")] = False,
    config: Annotated[Path | None, typer.Option("--config", metavar="DIR", help="The same as DIR.")] = None,
) -> None:
    """Write sources.yaml, watcher.yaml, their schemas and the folder for snapshots; nothing is overwritten.

    Examples: watcher init · watcher init /srv/watcher --empty
    """
    home = folder or config or ctx.find_root().obj or Path()
    for path in sources.scaffold(home, bundled=not empty):
        put(f"wrote {path}")
    put("Next: watcher config check · watcher check")
