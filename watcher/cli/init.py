"""`watcher init`: the files to start from."""

from pathlib import Path
from typing import Annotated

import typer

from watcher import sources
from watcher.cli.output import put
from watcher.errors import NotKnown

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_YOURS = ("sources.yaml", "watcher.yaml")


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where to; default: here.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Start without the bundled sources.")] = False,
    config: Annotated[Path | None, typer.Option("--config", metavar="DIR", help="The same as DIR.")] = None,
) -> None:
    """Write sources.yaml, watcher.yaml, their schemas and the folder for snapshots; nothing is overwritten.

    Examples: watcher init · watcher init /srv/watcher --empty
    """
    home = folder or config or ctx.find_root().obj or Path()
    try:
        written = sources.scaffold(home, bundled=not empty)
    except OSError as error:
        raise NotKnown(f"cannot write to {error.filename or home}: {error.strerror}; name a folder of yours") from error
    for path in written:
        put(f"wrote {path}")
    for kept in (home / name for name in _YOURS):
        if kept not in written:
            put(f"kept  {kept}, which was there already")
    there = "" if home == Path() else f"cd {home} · "
    put(f"Next: {there}watcher config check · watcher check")
