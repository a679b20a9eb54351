"""The options that many commands share, spelt once."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from watcher import settings, sources
from watcher.model import Configuration

Folder = Annotated[
    Path | None,
    typer.Option("--config", metavar="DIR", help="Where sources.yaml and watcher.yaml lie (default: here)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


def folder(ctx: typer.Context, chosen: Path | None) -> Path:
    """The folder that was asked for, behind the command or before it; else the current one."""
    return chosen or ctx.find_root().obj or Path()


def configuration(ctx: typer.Context, chosen: Path | None) -> Configuration:
    """What the files in that folder say; ConfigurationError with every mistake. DATABASE_URL wins over the file."""
    surroundings = settings.environment()
    return _placed(sources.load(folder(ctx, chosen), surroundings.environ), surroundings)


def outline(ctx: typer.Context, chosen: Path | None) -> Configuration:
    """The same for a command that only asks: it needs no secret."""
    surroundings = settings.environment()
    return _placed(sources.outline(folder(ctx, chosen), surroundings.environ), surroundings)


def _placed(watched: Configuration, surroundings: settings.Settings) -> Configuration:
    return replace(watched, database=surroundings.database_url) if surroundings.database_url else watched
