"""The options by which pages are given a place, spelt once."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any

import typer

from watcher.extend import named

_NEAR = ("127.0.0.0/8", "::1")

Host = Annotated[str, typer.Option(help="Address to serve on; any but the loopback needs a log-in to read.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on.")]
Certificate = Annotated[Path | None, typer.Option(metavar="FILE", help="TLS: the certificate's chain in PEM.")]
Key = Annotated[Path | None, typer.Option(metavar="FILE", help="TLS: its private key in PEM.")]
BehindProxy = Annotated[
    bool, typer.Option("--behind-proxy", help="A proxy is in front: believe its X-Forwarded-* headers.")
]
ProxyFrom = Annotated[
    list[str] | None, typer.Option(metavar="NET", help="Where the proxy speaks from (default: this machine).")
]
UserHeader = Annotated[
    str, typer.Option(metavar="NAME", help="The header in which the proxy names who has logged in there.")
]


def place(
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
    proxy_from: list[str] | None,
    user_header: str,
) -> Any:
    """Where the pages are; refused where the token could be read on the way, or a stranger could be believed."""
    if (proxy_from or user_header) and not behind_proxy:
        raise typer.BadParameter("--proxy-from and --user-header say something of a proxy: add --behind-proxy")
    networks = [_network(one) for one in proxy_from or _NEAR]
    proxy = named("watcher.web.proxied:Proxy")(networks, user_header.lower()) if behind_proxy else None
    where = named("watcher.web.serving:Place")(host, port, proxy, certificate, key)
    if not where.is_safe:
        raise typer.BadParameter(
            f"on {host} the token could be read on the way: add --certificate and --key, or --behind-proxy"
        )
    return where


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise typer.BadParameter(f"--proxy-from {text}: write a network, such as 10.1.0.0/16") from None
