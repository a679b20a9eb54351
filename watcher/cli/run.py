"""`watcher run`: the service."""

from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Any

import typer

from watcher import schedule
from watcher.cli.options import Folder, configuration
from watcher.cli.output import counted, say, wait_for
from watcher.cli.place import BehindProxy, Certificate, Host, Key, Port, ProxyFrom, UserHeader, place
from watcher.cli.round_text import checked_line
from watcher.extend import named
from watcher.model import Configuration
from watcher.pipeline.instance import Instance
from watcher.pipeline.round import Checked
from watcher.wiring.instance import running

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def run(
    ctx: typer.Context,
    web: Annotated[bool, typer.Option("--web", help="Serve the audit pages too, as `watcher serve` does.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    certificate: Certificate = None,
    key: Key = None,
    behind_proxy: BehindProxy = False,
    proxy_from: ProxyFrom = None,
    user_header: UserHeader = "",
    config: Folder = None,
) -> None:
    """Watch for good: look when a source is due, compare, compose digests and deliver them.

    Examples: watcher run · watcher run --web · watcher run --config /srv/watcher

    SIGTERM or Ctrl-C ends it within 10 s. Exit codes: 0 stopped, 2 bad configuration, 7 store unusable, 11 another run
    holds the lock, 12 a secret is missing.
    """
    where = place(host, port, certificate, key, behind_proxy, proxy_from, user_header) if web else None
    wait_for(_run(configuration(ctx, config), where))


async def _run(watched: Configuration, where: Any) -> None:
    sources = counted(len(watched.sources), "source")
    subscriptions = counted(len(watched.subscriptions), "subscription")
    async with running(watched, alone=True) as instance:
        say(f"Watching {sources}; {subscriptions}. Stop with Ctrl-C.")
        for allowed in watched.manners.allow_private:
            say(f"Private addresses let through: {allowed}")
        with _pages(watched, where, instance):
            await schedule.run(instance, _report)
    say("Stopped; everything seen is kept.")


def _pages(watched: Configuration, where: Any, instance: Instance) -> AbstractContextManager[None]:
    """The audit pages beside the service, where they are wanted: what is done there goes through its one writer."""
    if where is None:
        return nullcontext()
    pages: AbstractContextManager[None] = named("watcher.web.serving:beside")(watched, where, instance.keeper.lent, say)
    return pages


def _report(checked: Checked) -> None:
    if checked.has_changed or checked.is_failing or checked.is_first:
        say(checked_line(checked))
