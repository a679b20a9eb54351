"""The web application: every page has a file of its own, and the guard stands before all of them."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from watcher.errors import NotKnown, WatcherError, Withdrawn
from watcher.web.api import HOME, api, event
from watcher.web.guard import Access, Guard
from watcher.web.layout import Layout, page
from watcher.web.library import Library
from watcher.web.pages import (
    appearance,
    changes,
    compare,
    deliveries,
    digests,
    feeds,
    guide,
    health,
    inbox,
    login,
    metrics,
    search,
    share,
    snapshot,
    source,
    sources,
    timemap,
    unsubscribe,
    verification,
)
from watcher.web.problem import is_for_programs, problem
from watcher.web.sessions import Sessions
from watcher.web.twins import Twins

_ROOMS = (
    appearance, changes, compare, deliveries, digests, feeds, guide, health, inbox, login, metrics, search,
    share, snapshot, source, sources, timemap, unsubscribe, verification,
)  # fmt: skip
_STATUS: Mapping[type[Exception], int] = {NotKnown: 404, Withdrawn: 410}


def application(library: Library, access: Access, sessions: Sessions) -> FastAPI:
    """The pages over one library."""
    app = FastAPI(title="watcher", version=library.version, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.library = library
    app.state.layout = Layout(library)
    app.state.sessions = sessions
    app.state.shares = access.shares
    for room in (*_ROOMS, event):
        app.include_router(room.router)
    app.mount(HOME, api(library))
    app.mount("/static", StaticFiles(directory=Path(str(files("watcher.web") / "static"))), name="static")
    app.add_exception_handler(HTTPException, _not_there)
    app.add_exception_handler(WatcherError, _not_there)
    app.add_middleware(Twins)
    app.add_middleware(Guard, access=access, sessions=sessions)
    return app


def _not_there(request: Request, error: Exception) -> Response:
    """What is asked for is not kept, or cannot be read: say so, with what is near."""
    status = error.status_code if isinstance(error, HTTPException) else _STATUS.get(type(error), 503)
    said = error.detail if isinstance(error, HTTPException) else str(error)
    if is_for_programs(request.scope):
        return problem(request.scope, status, said, code=getattr(error, "code", None))
    return page(request, "error.html", status=status, said=said)
