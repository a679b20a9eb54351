"""`watcher run`: the service."""

import typer

from watcher import schedule
from watcher.cli.options import Folder, configuration
from watcher.cli.output import counted, say, wait_for
from watcher.cli.round_text import checked_line
from watcher.model import Configuration
from watcher.pipeline.round import Checked
from watcher.wiring.instance import running

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def run(ctx: typer.Context, config: Folder = None) -> None:
    """Watch for good: look when a source is due, compare, compose digests and deliver them.

    Examples: watcher run · watcher run --config /srv/watcher

    SIGTERM or Ctrl-C ends it within 10 s. Exit codes: 0 stopped, 2 bad configuration, 7 store unusable, 11 another run
    holds the lock, 12 a secret is missing.
    """
    wait_for(_run(configuration(ctx, config)))


async def _run(watched: Configuration) -> None:
    sources = counted(len(watched.sources), "source")
    subscriptions = counted(len(watched.subscriptions), "subscription")
    async with running(watched) as instance:
        say(f"Watching {sources}; {subscriptions}. Stop with Ctrl-C.")
        for allowed in watched.manners.allow_private:
            say(f"Private addresses let through: {allowed}")
        await schedule.run(instance, _report)
    say("Stopped; everything seen is kept.")


def _report(checked: Checked) -> None:
    if checked.has_changed or checked.is_failing or checked.is_first:
        say(checked_line(checked))
