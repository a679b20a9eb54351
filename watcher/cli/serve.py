"""`watcher serve`: the audit pages."""

import typer

from watcher.cli.options import Folder, configuration
from watcher.cli.output import say
from watcher.cli.place import BehindProxy, Certificate, Host, Key, Port, ProxyFrom, UserHeader, place
from watcher.extend import named

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def serve(
    ctx: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    certificate: Certificate = None,
    key: Key = None,
    behind_proxy: BehindProxy = False,
    proxy_from: ProxyFrom = None,
    user_header: UserHeader = "",
    config: Folder = None,
) -> None:
    """Show what was seen in a browser, on this machine or behind a proxy.

    Examples: watcher serve · watcher serve --port 8080 · watcher serve --behind-proxy --user-header X-Remote-User

    Reading needs no log-in on the loopback; reviewing asks for the operator's token, which lies beside the database.
    Elsewhere all but /healthz asks for it, and only over TLS or behind a proxy; `watcher share` lets somebody read one
    address. To review while `watcher run` is at work, give that command --web instead.
    Exit codes: 0 stopped, 2 bad usage or nothing kept yet.
    """
    where = place(host, port, certificate, key, behind_proxy, proxy_from, user_header)
    named("watcher.web.serving:serve")(configuration(ctx, config), where, say)
