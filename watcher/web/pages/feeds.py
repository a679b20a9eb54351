"""What changed, as Atom for feed readers: all of it, of a source, of a tag, of a severity."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.digest.atom import Feed, Item, atom
from watcher.errors import NotKnown
from watcher.model import Severity
from watcher.model.forms import moment, moment_from
from watcher.pipeline.feeding import MOST, Wanted, items
from watcher.web.conditional import conditional
from watcher.web.library import Library
from watcher.wiring.instance import templates

router = APIRouter()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)


@router.get("/feed.atom")
def everything(request: Request, sev: str = "low", before: str = "") -> Response:
    """Whatever changed."""
    return _feed(request, Wanted(min_severity=_severity(sev)), before)


@router.get("/sources/{source_id}/feed.atom")
def of_source(request: Request, source_id: str, sev: str = "low", before: str = "") -> Response:
    """What changed on one page."""
    library: Library = request.app.state.library
    return _feed(request, Wanted(library.source(source_id).id, min_severity=_severity(sev)), before)


@router.get("/tags/{tag}/feed.atom")
def of_tag(request: Request, tag: str, sev: str = "low", before: str = "") -> Response:
    """What changed on the pages with that tag."""
    library: Library = request.app.state.library
    if not any(tag in source.tags for source in library.configuration.sources):
        raise NotKnown(f"No source has the tag {tag}.")
    return _feed(request, Wanted(tag=tag, min_severity=_severity(sev)), before)


def _feed(request: Request, wanted: Wanted, before: str) -> Response:
    library: Library = request.app.state.library
    until = _until(before)
    told = items(library.store.history, library.sources, wanted, until)
    public_url = library.configuration.public_url
    # The feed's own address may go by the name that was asked; ids and entries never do: they stay the same for good.
    address = (public_url or str(request.base_url)).rstrip("/") + request.scope["path"]
    kept = {"sev": wanted.min_severity.word} if wanted.min_severity > Severity.LOW else {}
    if share := request.query_params.get("share"):
        kept["share"] = share
    content = atom(
        Feed(
            wanted.name,
            "watcher" if wanted.name == "all" else f"watcher: {wanted.name}",
            public_url,
            _with_query(address, kept | ({"before": before} if before else {})),
            _with_query(address, kept | {"before": moment(older)}) if (older := _older(told, until)) else "",
        ),
        told,
        templates(),
    )
    changed_at = max((item.made_at for item in told), default=_EPOCH).replace(microsecond=0)
    return conditional(request, content, "application/atom+xml", changed_at)


def _older(told: Sequence[Item], until: datetime | None) -> datetime | None:
    """Before when the changes are that had no room; those of the last instant are given once more."""
    older = told[-1].made_at + _TICK if len(told) == MOST else None
    return older if older and (until is None or older < until) else None


def _with_query(address: str, said: dict[str, str]) -> str:
    return f"{address}?{urlencode(said)}" if said else address


def _until(before: str) -> datetime | None:
    try:
        return moment_from(before) if before else None
    except (ValueError, OverflowError):
        raise NotKnown(f"{before!r} is no instant such as 2026-11-21T10:30:00.417Z.") from None


def _severity(word: str) -> Severity:
    try:
        return Severity.of(word)
    except KeyError:
        raise NotKnown(f"No severity is called {word!r}; there is critical, high, medium, low and noise.") from None
