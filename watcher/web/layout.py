"""How a page is laid out: its template, with the words and marks that all pages share."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from watcher.digest.excerpt import hunks, left_out
from watcher.model import KINDS, Severity
from watcher.text import visible
from watcher.urls import shown
from watcher.web.guard import session_of
from watcher.web.library import Library
from watcher.web.marks import GLYPHS, MEANINGS, Run, runs, side
from watcher.web.twins import Rows, twin

THEMES = ("light", "dark")
THEME_COOKIE = "watcher_theme"
_TEMPLATES = files("watcher.web") / "templates"


class Layout:
    """The templates, loaded once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages = Environment(
            loader=FileSystemLoader(str(_TEMPLATES)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.filters |= {
            "instant": instant,
            "day": day,
            "iso": iso,
            "shown": shown,
            "plain": plain,
            "runs": runs,
            "sentence": sentence,
            "side": side,
        }
        self._pages.globals |= {
            "glyphs": GLYPHS,
            "meanings": MEANINGS,
            "kinds": KINDS,
            "hunks": hunks,
            "left_out": left_out,
            "Severity": Severity,
            "version": library.version,
        }

    def render(self, request: Request, name: str, **said: Any) -> str:
        """The page in HTML."""
        session = session_of(Headers(scope=request.scope))
        sessions = request.app.state.sessions
        form_mark = sessions.mark(session) if sessions.holds(session) else ""
        return self._pages.get_template(name).render(
            path=request.scope["path"],
            now=self._library.clock.now(),
            theme=chosen if (chosen := request.cookies.get(THEME_COOKIE)) in THEMES else "",
            themes=THEMES,
            has_marks=request.query_params.get("marks") == "text",
            is_operator=bool(form_mark),
            form_mark=form_mark,
            who=sessions.name(session),
            **said,
        )


def page(
    request: Request,
    name: str,
    *,
    status: int = 200,
    form: Callable[[], Any] | None = None,
    rows: Callable[[], Rows] | None = None,
    **said: Any,
) -> Response:
    """The answer that shows that page, or says the same to a program: `form` for JSON, `rows` for CSV."""
    if status == 200 and (other := twin(request, form, rows)):
        return other
    layout: Layout = request.app.state.layout
    return HTMLResponse(layout.render(request, name, status=status, **said), status)


def instant(moment: datetime) -> str:
    """A moment as the pages print it.

    >>> instant(datetime(2026, 11, 18, 14, 5, tzinfo=UTC))
    '18 Nov 2026 14:05 UTC'
    """
    return f"{moment.astimezone(UTC):%-d %b %Y %H:%M} UTC"


def day(moment: datetime) -> str:
    """A moment's day in UTC.

    >>> day(datetime(2026, 11, 18, 14, 5, tzinfo=UTC))
    '18 Nov 2026'
    """
    return f"{moment.astimezone(UTC):%-d %b %Y}"


def iso(moment: datetime) -> str:
    """A moment for machines."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def plain(text: str) -> str:
    """Text of a page, with what would change how the rest is shown written out; its lines stay."""
    return "\n".join(visible(line) for line in text.split("\n"))


def sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


__all__ = ["Layout", "Run", "page"]
