"""The list of commands; each is loaded when it is called, so that `--help` is quick."""

import importlib
import logging
import sys
from collections.abc import Sequence
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from watcher import __version__, settings
from watcher.errors import ConfigurationError, WatcherError

COMMANDS = {
    "init": "Write sources.yaml, watcher.yaml and the folders they speak of.",
    "add": "Look at a page once and write it into sources.yaml.",
    "check": "Fetch sources once and record what changed.",
    "run": "Watch for good: look, compare, digest and deliver on schedule.",
    "worker": "Take part in watching, beside others on this machine or on others.",
    "status": "Say what is watched, what could be read and what waits to be sent.",
    "log": "List what changed, newest first.",
    "search": "Say which pages had a phrase, from which version to which.",
    "show": "Show a version of a page, a snapshot or a change.",
    "diff": "Show what differs between two versions.",
    "findings": "List findings by kind, source and severity.",
    "read": "Show one saved answer as watcher reads it.",
    "compare": "Compare two saved answers, without network or database.",
    "digest": "Preview, send or list digests.",
    "feed": "Write what changed as an Atom feed.",
    "notify": "Try a channel.",
    "outbox": "List, retry or drop deliveries.",
    "export": "Write what is kept as a bag of evidence, a web archive or a table.",
    "exhibit": "Write one change with its evidence, to be printed or handed over.",
    "doctor": "Say what is wrong with this installation, or soon will be.",
    "config": "Check and show the configuration.",
    "import": "Take over what others captured before we looked.",
    "seal": "Put what was seen under a signature, now.",
    "serve": "Show what was seen in a browser.",
    "share": "Print a link by which one address can be read without a log-in.",
    "verify": "Prove that what is kept is what was seen.",
    "reread": "Read the history again under today's rules.",
    "reindex": "Rebuild the database from the vault.",
    "backup": "Copy everything that is kept, while others write.",
    "restore": "Bring a backup back to where nothing is kept.",
    "redact": "Withdraw a kept answer because the law asks for it.",
    "demo": "Run the whole of watcher on bundled pages, here and now.",
}


class Commands(TyperGroup):
    """Knows every command by name and one line; loads the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The loaded command in place of its line."""
        name, _, rest = super().resolve_command(ctx, args)
        if name is None:
            return name, None, rest
        module = importlib.import_module(f"watcher.cli.{name}{'_' if iskeyword(name) else ''}")
        command = get_command(module.app)
        command.name = name
        return name, command, rest


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"watcher {__version__}\n")
        raise typer.Exit


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=True, rich_markup_mode=None)


@app.callback()
def watcher(
    ctx: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="DIR", help="Where sources.yaml lies (default: here).")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Watch public web pages and say in words what changed.

    Start with: watcher init, then watcher check. Try it on bundled pages: watcher demo.
    """
    ctx.obj = config


def command() -> TyperGroup:
    """The whole command line as one group."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for name, line in COMMANDS.items():
        group.add_command(TyperCommand(name, help=line), name)
    return group


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; what we foresaw is told in words, without a traceback."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("watcher").setLevel(settings.environment().log_level)
    try:
        command().main(list(arguments), prog_name="watcher")
    except WatcherError as error:
        sys.stderr.write(f"{error}\n" if isinstance(error, ConfigurationError) else f"error {error.code}: {error}\n")
        return error.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
