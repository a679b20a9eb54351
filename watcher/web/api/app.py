"""The application behind `/api/v1`: only GET, nothing is changed."""

from fastapi import FastAPI

from watcher.web.api.problems import described, tell_problems
from watcher.web.api.rooms import changes, hashes, health, looks, posted, searching, sources
from watcher.web.library import Library

HOME = "/api/v1"
_ABOUT = """What `watcher` keeps, for programs: read-only. Lists come in parts; `next`, and the header `Link`, say where
one goes on. Times are UTC. A refusal is `application/problem+json` (RFC 9457) and names the way out. Send back the
`ETag` of an answer as `If-None-Match`: 304 says that it still holds."""


def api(library: Library) -> FastAPI:
    """The API over one library."""
    app = FastAPI(
        title="watcher",
        version=library.version,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        servers=[{"url": HOME}],
        responses=described(401, 503) | {304: {"description": "It still holds."}},
        root_path_in_servers=False,
    )
    app.state.library = library
    for room in (health, sources, looks, changes, posted, searching, hashes):
        app.include_router(room.router)
    tell_problems(app)
    return app
