"""The same page for programs: its address with `.json` behind it, a list's also with `.csv` or `.atom`."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from watcher.web.conditional import conditional
from watcher.web.streams import stream

_FORMS = ("json", "csv", "atom")
_FORM = "watcher.form"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ELSEWHERE = ("/api/", "/static/", "/timemap/", "/timegate/", "/schema/", "/u/", "/login", "/logout")
_FEED = "/feed.atom"
"""What has endings of its own."""

Rows = Iterable[Sequence[object]]
"""A heading, then line after line."""


class Twins:
    """Takes the ending off an address and remembers it for whoever answers; `/inbox.json` is the first page's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through under the address of its page."""
        if scope["type"] == "http" and not scope["path"].startswith(_ELSEWHERE):
            path, _, form = scope["path"].rpartition(".")
            if form in _FORMS and path and not scope["path"].endswith(_FEED):
                scope = {**scope, "path": "/" if path == "/inbox" else path, _FORM: form}
        await self._app(scope, receive, send)


def twin(request: Request, form: Callable[[], Any] | None, rows: Callable[[], Rows] | None) -> Response | None:
    """What programs get; None where the page itself was asked for, or has no such twin."""
    asked = request.scope.get(_FORM)
    if asked == "atom" and form and (feed := _stream(request, form())):
        return conditional(request, feed, "application/atom+xml")
    if asked == "json" and form:
        return conditional(request, json.dumps(form(), separators=(",", ":")).encode(), "application/json")
    if asked == "csv" and rows:
        return conditional(request, _table(rows()).encode(), "text/csv")
    return Response(f"This page has no {asked} form.\n", 404, media_type="text/plain") if asked else None


def _stream(request: Request, form: dict[str, Any]) -> bytes | None:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "share"]
    public_url = request.app.state.library.configuration.public_url
    return stream(form, request.scope["path"], urlencode(asked), public_url) if "schema" in form else None


def _table(rows: Rows) -> str:
    """The rows as CSV; no cell that a spreadsheet would take for a formula."""
    made = io.StringIO()
    csv.writer(made).writerows([_cell(value) for value in row] for row in rows)
    return made.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
