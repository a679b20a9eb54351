"""What is done for an operator: only by a form that was made for their session, only while nobody else writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.requests import Request

from watcher.errors import StoreLocked
from watcher.store import Store
from watcher.web.guard import session_of
from watcher.web.library import Library


def require_mark(request: Request, mark: str) -> None:
    """Refuse a form that was made for another session, or by another site."""
    if not request.app.state.sessions.is_marked(session_of(Headers(scope=request.scope)), mark):
        raise HTTPException(403, "This form was not made for your session. Load the page again.")


def who(request: Request) -> str:
    """Whose session it is."""
    name: str = request.app.state.sessions.name(session_of(Headers(scope=request.scope)))
    return name


@contextmanager
def acting(request: Request, mark: str) -> Iterator[Store]:
    """The store, held for what the form asks; refused in words where somebody else holds it."""
    require_mark(request, mark)
    library: Library = request.app.state.library
    try:
        with library.writing() as store:
            yield store
    except StoreLocked as error:
        raise HTTPException(503, f"Nothing was kept. {error}") from error
