"""`watcher config`: check, show and describe the configuration."""

from typing import Annotated

import typer

from watcher import settings, sources
from watcher.cli.options import AsJson, Folder, folder
from watcher.cli.output import put, put_json, say
from watcher.errors import NotKnown
from watcher.render.programs import missing

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_WRONG = 2


@app.callback()
def config() -> None:
    """Check and show the configuration."""


@app.command()
def check(ctx: typer.Context, as_json: AsJson = False, config: Folder = None) -> None:
    """Read both files and list every mistake with its place; exit 2 when there are errors.

    Examples: watcher config check · watcher config check --json
    """
    problems = sources.check(folder(ctx, config), settings.environment().environ, missing())
    errors = any(problem.is_error for problem in problems)
    if as_json:
        put_json({"schema": "watcher.config/1", "problems": [problem.form() for problem in problems]})
    else:
        for problem in problems:
            put(str(problem))
        put(sources.tally(problems) if problems else "No mistakes.")
    if errors:
        raise typer.Exit(_WRONG)


@app.command()
def show(ctx: typer.Context, as_json: AsJson = False, config: Folder = None) -> None:
    """Print the configuration as it is understood, defaults filled in and secrets masked.

    Examples: watcher config show · watcher config show --json
    """
    put_json({"schema": "watcher.configuration/1"} | sources.shown(folder(ctx, config), settings.environment().environ))
    if not as_json:
        say("This is JSON either way; secrets are masked.")


@app.command()
def schema(
    which: Annotated[str, typer.Argument(help="sources or watcher.")] = "sources",
) -> None:
    """Print the JSON Schema of sources.yaml or watcher.yaml.

    Examples: watcher config schema · watcher config schema watcher
    """
    if which not in ("sources", "watcher"):
        raise NotKnown(f"no schema of {which!r}; there is one of sources and one of watcher")
    put_json(sources.schema(which))
