"""The same page for programs: any address of a page with `.json` behind it, of a list also with `.csv`."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_FORMS = ("json", "csv")
_FORM = "watcher.form"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ELSEWHERE = ("/api/", "/static/", "/timemap/", "/login", "/logout")
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
            if form in _FORMS and path:
                scope = {**scope, "path": "/" if path == "/inbox" else path, _FORM: form}
        await self._app(scope, receive, send)


def twin(request: Request, form: Callable[[], Any] | None, rows: Callable[[], Rows] | None) -> Response | None:
    """What programs get; None where the page itself was asked for, or has no such twin."""
    asked = request.scope.get(_FORM)
    if asked == "json" and form:
        return Response(json.dumps(form(), separators=(",", ":")), media_type="application/json")
    if asked == "csv" and rows:
        return Response(_table(rows()), media_type="text/csv")
    return Response(f"This page has no {asked} form.\n", 404, media_type="text/plain") if asked else None


def _table(rows: Rows) -> str:
    """The rows as CSV; no cell that a spreadsheet would take for a formula."""
    made = io.StringIO()
    csv.writer(made).writerows([_cell(value) for value in row] for row in rows)
    return made.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
