"""`watcher share`: a link by which somebody reads one address without a log-in."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit

import typer

from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import put, put_json
from watcher.errors import NotKnown
from watcher.extend import named
from watcher.model.forms import moment

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_HERE = "http://127.0.0.1:8000"


@app.command()
def share(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="Of a change, its exhibit, a version, a feed, /metrics or /api/v1/.")],
    days: Annotated[int, typer.Option(min=1, max=3660, help="How long the link is good.")] = 30,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Print a link by which one address can be read without a log-in: signed, expiring, good for nothing else.

    Examples: watcher share /c/2f9c1a7b04de · watcher share /feed.atom --days 3660 · watcher share /api/v1/

    A program may send what stands behind `share=` as `Authorization: Bearer`. To void all such links remove
    `watcher.share`, which lies beside the database, and start the pages again.
    """
    watched, path = outline(ctx, config), urlsplit(address).path
    if not named("watcher.web.sharing:is_shareable")(path):
        raise NotKnown(f"{path!r} cannot be shared: name a change, an exhibit, a version, a feed, /metrics or /api/v1/")
    until = datetime.now(UTC) + timedelta(days=days)
    link = named("watcher.web.sharing:shares")(watched, lambda: until).link(path, until)
    whole = f"{watched.public_url or _HERE}{link}"
    if as_json:
        put_json({"schema": "watcher.share/1", "link": whole, "until": moment(until)})
    else:
        put(whole)
