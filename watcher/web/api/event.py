"""What a webhook is sent, as a JSON Schema."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from watcher.errors import NotKnown
from watcher.web.api.shapes.posted import Digest

router = APIRouter()

_EVENT = "event.v1.json"


@router.get("/schema/{name}")
def schema(request: Request, name: str) -> Response:
    """The schema of that name."""
    if name != _EVENT:
        raise NotKnown(f"No schema is called {name}; there is {_EVENT}.")
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"/schema/{_EVENT}"}
    return JSONResponse(told | Digest.model_json_schema(), media_type="application/schema+json")
