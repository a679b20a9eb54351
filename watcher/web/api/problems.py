"""What the API says of each refusal that it knows."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from watcher.errors import NotKnown, WatcherError, Withdrawn
from watcher.web.api.shapes.answers import Problem
from watcher.web.problem import KIND, problem

_GONE, _NOT_FOUND, _AWAY = 410, 404, 503
_WRONG = 422


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses as the OpenAPI tells them."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {KIND: schema}, "model": Problem}
        for status in statuses
    }


def tell_problems(app: FastAPI) -> None:
    """Whatever goes wrong on purpose is told so."""
    app.add_exception_handler(WatcherError, _of_ours)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_request)


def _of_ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WatcherError)
    status = _GONE if isinstance(error, Withdrawn) else _NOT_FOUND if isinstance(error, NotKnown) else _AWAY
    return problem(request.scope, status, str(error), code=error.code)


def _of_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    answer = problem(request.scope, error.status_code, f"{error.detail}. What there is stands in /api/v1/openapi.json.")
    answer.headers.update(error.headers or {})
    return answer


def _of_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()]
    detail = "The request asks for something that cannot be meant; /api/v1/openapi.json says what can."
    return problem(request.scope, _WRONG, detail, errors=wrong)
