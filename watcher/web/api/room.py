"""A room of the API: its answers are not sent again to who has them."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from watcher.web.conditional import is_known, validators


class Recognised(APIRoute):
    """A route whose answers are not sent again to who has them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, asked first whether the answer is known."""
        handler = super().get_route_handler()

        async def answered(request: Request) -> Response:
            answer = await handler(request)
            known = validators(bytes(answer.body))
            answer.headers.update(known)
            return Response(status_code=304, headers=known) if is_known(request.headers, known) else answer

        return answered


def room(name: str) -> APIRouter:
    """A room of that name."""
    return APIRouter(route_class=Recognised, tags=[name])
