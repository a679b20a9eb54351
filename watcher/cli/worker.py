"""`watcher worker`: one of several that watch together."""

from typing import Annotated, Literal

import typer

from watcher.cli.options import Folder, configuration
from watcher.cli.output import counted, say, wait_for
from watcher.cli.round_text import checked_line
from watcher.errors import ConfigurationError
from watcher.extend import named
from watcher.model import Configuration
from watcher.pipeline.round import Checked
from watcher.wiring.instance import running
from watcher.wiring.stores import queue_address

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_WORK, _SHARE = "watcher.fleet:work", "watcher.fleet:Share"
"""Loaded here: most installations lack the queue's library."""
_QUEUES = {"all": ("looks", "telling"), "looks": ("looks",), "telling": ("telling",)}


@app.command()
def worker(
    ctx: typer.Context,
    config: Folder = None,
    share: Annotated[
        Literal["all", "looks", "telling"],
        typer.Option("--for", help="What it takes on: looks at pages, or what tells of them and seals it."),
    ] = "all",
    lanes: Annotated[int, typer.Option(min=1, max=1000, help="Hosts it looks at at once.")] = 16,
    lost_after: Annotated[
        float, typer.Option(min=1, help="Seconds without a sign of life after which others take over from a worker.")
    ] = 30.0,
) -> None:
    """Take part in watching, beside other workers on this machine or on others.

    Needs PostgreSQL (`database:` in watcher.yaml, or DATABASE_URL), a vault folder that all of them see, and
    pip install 'watcher[fleet]'. docs/scale.md tells how to lay it out.

    Examples: watcher worker · watcher worker --for looks --lanes 64

    SIGTERM or Ctrl-C ends it within 10 s. Exit codes: 0 stopped, 2 bad configuration, 7 store unusable, 11 a
    `watcher run` holds the store, 12 a secret is missing.
    """
    watched = configuration(ctx, config)
    address = queue_address(watched)
    if not address:
        raise ConfigurationError(
            ["watcher.yaml: `database:` names a file, which one process holds; workers need a server"]
        )
    wait_for(_work(watched, address, named(_SHARE)(_QUEUES[share], lanes, lost_after)))


async def _work(watched: Configuration, address: str, share: object) -> None:
    async with running(watched) as instance:
        say(f"Taking part in watching {counted(len(watched.sources), 'source')}. Stop with Ctrl-C.")
        await named(_WORK)(instance, address, share, _report)
    say("Stopped; everything seen is kept.")


def _report(checked: Checked) -> None:
    if checked.has_changed or checked.is_failing or checked.is_first:
        say(checked_line(checked))
