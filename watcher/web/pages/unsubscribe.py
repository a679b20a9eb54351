"""The way out of a subscription for who got its mail: a button for people, one POST for mail programs (RFC 8058)."""

from contextlib import suppress

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.errors import NotKnown, StoreError
from watcher.web.layout import page
from watcher.web.library import Library

router = APIRouter()

_AGAIN_SECONDS = "300"
_NOT_KEPT = "Your wish could not be kept, so you still get this mail. Please try again in a while."


@router.get("/u/{ticket}")
def ask(request: Request, ticket: str) -> Response:
    """The button; to look at it changes nothing."""
    library: Library = request.app.state.library
    reader = library.store.leaving.would_leave(_delivery(library, ticket), library.clock.now())
    has_left = reader.recipient in library.store.leaving.left(reader.subscription)
    return page(request, "unsubscribe.html", reader=reader, has_left=has_left)


@router.post("/u/{ticket}")
def leave(request: Request, ticket: str) -> Response:
    """No more mail of that subscription for that recipient; said only once it is durable."""
    library: Library = request.app.state.library
    delivery = _delivery(library, ticket)
    try:
        reader = library.store.leaving.ask(delivery, library.clock.now())
    except StoreError:
        answer = page(request, "error.html", status=503, said=_NOT_KEPT)
        answer.headers["retry-after"] = _AGAIN_SECONDS
        return answer
    _put_on_record(library)
    return page(request, "unsubscribe.html", reader=reader, has_left=True)


def _delivery(library: Library, ticket: str) -> str:
    delivery = library.tickets.delivery(ticket)
    if delivery is None:
        raise NotKnown("This link to unsubscribe is not whole, or was not made here. Use the one in your latest mail.")
    return delivery


def _put_on_record(library: Library) -> None:
    """At once where nobody holds the store; else its holder does, before anything more is sent."""
    with suppress(StoreError), library.writing() as store:
        store.leaving.take_up()
