"""What every list may be asked: how much at once, from where on, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Path, Query
from pydantic import AfterValidator
from starlette.requests import Request
from starlette.responses import Response

from watcher.model import KINDS
from watcher.web.library import Library

Item = TypeVar("Item")

_NAME = r"^[A-Za-z0-9._-]{1,200}$"
_WORDS = r"^[^\u0000-\u001f\u007f]*$"
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
Cursor = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9._/-]{1,300}$", description="From the `next` of a list.")]
SourceId = Annotated[str, Path(pattern=_NAME, description="The id of a source, as in sources.yaml.")]
ChosenSource = Annotated[str | None, Query(pattern=_NAME, description="Only of that source.")]
Tag = Annotated[str | None, Query(max_length=100, pattern=_WORDS, description="Only of sources with that tag.")]
Severity = Annotated[Literal["noise", "low", "medium", "high", "critical"], Query(description="That grave, or graver.")]
Kind = Annotated[
    str | None,
    AfterValidator(lambda name: name and _known(name)),
    Query(description="Only that kind of finding.", json_schema_extra={"enum": list(KINDS)}),
]
State = Annotated[
    Literal["open", "reviewed", "all"], Query(description="Whether somebody said something of the change.")
]


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError("no kind of finding is called so; /api/v1/kinds lists them")
    return kind


def _utc(moment: datetime) -> datetime:
    try:
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        raise ValueError("that is beyond the calendar") from None


Since = Annotated[datetime | None, AfterValidator(lambda value: value and _utc(value)), Query(description="From then.")]


def library(request: Request) -> Library:
    """What is kept."""
    found: Library = request.app.state.library
    return found


Shelves = Annotated[Library, Depends(library)]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which part of a list is asked for."""

    request: Request
    response: Response
    limit: int
    cursor: str | None

    @property
    def more(self) -> int:
        """So many are fetched: one more than is given tells whether the list goes on."""
        return self.limit + 1

    def next(self, fetched: Sequence[Item], last: str | None) -> str | None:
        """Where the list goes on after the last that is given, if more were fetched."""
        if len(fetched) <= self.limit or last is None:
            return None
        asked = [(name, value) for name, value in self.request.query_params.multi_items() if name != "cursor"]
        address = f"{self.request.scope['path']}?{urlencode([*asked, ('cursor', last)])}"
        self.response.headers["link"] = f'<{address}>; rel="next"'
        return address


def leaf(request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None) -> Leaf:
    """The part of a list that is asked for."""
    return Leaf(request, response, limit, cursor)


Part = Annotated[Leaf, Depends(leaf)]
