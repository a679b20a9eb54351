"""Whether the machine itself is well."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from watcher.web.library import Library

router = APIRouter()


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """200 while what is kept can be read, else 503."""
    library: Library = request.app.state.library
    watched = len(library.store.agenda.standings([source.id for source in library.configuration.sources]))
    return JSONResponse({"status": "ok", "sources": watched})
