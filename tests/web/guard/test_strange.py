"""Whatever stands in an address, no page is at a loss."""

import os
from inspect import signature
from urllib.parse import quote

from fastapi.routing import APIRoute

EVERY = 1 if os.environ.get("WATCHER_PROOF") else 8
STRANGE = (
    "", "0", "-1", "v0", "v99999999", "v2..v1", "^..$", "..", "é", "\x00", "\ud7ff", "%", "%00", "'", '"', "<script>",
    "${x}", "{{7*7}}", "../..", "a" * 300, "9" * 40, "2026-11-18", "0001-01-01", "9999-12-31T23:59:59Z", "original",
    "0001-01-01T00:00:00+23:59", "20261118T140500.000Z", "original@v1", "ORIGINAL", "noise", "*", "%25%32%66", " ",
    "\u202e", "\U0001f600", "NaN", "1e999", "null", "[]", "source:x", "https://", "http://[", "//", "file:///etc/passwd",
)  # fmt: skip


def pages(holder):
    for route in holder.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from pages(inner)
        elif isinstance(route, APIRoute) and "GET" in route.methods:
            yield route


def fields(route):
    """The names that the address of a page may carry."""
    names = signature(route.endpoint).parameters
    return {getattr(parameter, "alias", None) or name for name, parameter in names.items()} - {"request"}


def filled(path, change, strange):
    """The address with names of what is kept where it needs them to be a page, else with what is strange."""
    path = path.replace("{change}", change).replace("{source_id}", "original")
    path = path.replace("{point:point}", "v1").replace("{pair:pair}", "v1..v2")
    while "{" in path:
        start, _, rest = path.partition("{")
        path = start + quote(strange, safe="") + rest.partition("}")[2]
    return path


def test_no_page_is_at_a_loss_whatever_is_asked(gate, change):
    before, wrong, asked = gate.kept(), [], 0
    chosen = [route for route in pages(gate.pages) if "exhibit" not in route.path]
    for at, route in enumerate(chosen):
        for strange in STRANGE[at % EVERY :: EVERY]:
            names = sorted(fields(route) | {"limit", "cursor", "share"})
            query = "&".join(f"{name}={quote(strange, safe='')}" for name in names)
            address = f"{filled(route.path, change, strange)}?{query}"
            wrong += [address] if gate.asks(address).status >= 500 else []
            asked += 1
    assert wrong == []
    assert asked >= 5 * len(chosen) > 150
    assert gate.kept() == before
