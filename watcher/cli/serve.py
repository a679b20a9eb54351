"""`watcher serve`: the audit pages."""

from typing import Annotated

import typer

from watcher.cli.options import Folder, configuration
from watcher.cli.output import say
from watcher.extend import named

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def serve(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option(help="Address to serve on; any but the loopback needs a log-in to read.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to serve on.")] = 8000,
    config: Folder = None,
) -> None:
    """Show what was seen in a browser, on this machine.

    Examples: watcher serve · watcher serve --port 8080

    Reading needs no log-in on the loopback; reviewing asks for the operator's token, which lies beside the database.
    Exit codes: 0 stopped, 2 bad usage or nothing kept yet.
    """
    named("watcher.web.serving:serve")(configuration(ctx, config), host, port, say)
