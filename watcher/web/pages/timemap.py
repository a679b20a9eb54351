"""Every look at an address that showed its page, for programs that know Memento (RFC 7089)."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.errors import NotKnown
from watcher.model import Outcome, Snapshot, Source
from watcher.urls import canonical
from watcher.web.conditional import conditional
from watcher.web.library import Library

router = APIRouter()

_AT_ONCE = 1000
_PAGES = tuple(outcome for outcome in Outcome if outcome.is_page)
_MAP, _GATE = "/timemap/link/", "/timegate/"
_KIND = "application/link-format"


@router.get("/timemap/link/{url:path}")
def timemap(request: Request, url: str) -> Response:
    """The looks, oldest first; of very many the newest thousand, and where those before them are listed."""
    library: Library = request.app.state.library
    asked, before = _asked(request, _MAP)
    source = _source(library, asked)
    found = library.store.listing.snapshots(_AT_ONCE + 1, source_id=source.id, outcomes=_PAGES, before=before)
    some, home = found[:_AT_ONCE][::-1], _home(request)
    if not some:
        raise NotKnown(f"No look has shown {asked} yet.")
    links = [f'<{source.url}>; rel="original"', f'<{home}{_GATE}{source.url}>; rel="timegate"']
    links.append(f'<{home}{_MAP}{source.url}>; rel="self"; type="{_KIND}"; {_span(some)}')
    if len(found) > _AT_ONCE:
        links.append(f'<{home}{_MAP}{some[0].id}!{source.url}>; rel="timemap"; type="{_KIND}"')
    links += [_memento(home, some, at, is_whole=len(found) == len(some) and before is None) for at in range(len(some))]
    return conditional(request, ",\n".join(links).encode() + b"\n", _KIND)


@router.get("/timegate/{url:path}")
def timegate(request: Request, url: str) -> Response:
    """The version in force at `Accept-Datetime`; without one the latest."""
    library: Library = request.app.state.library
    asked, _ = _asked(request, _GATE)
    source = _source(library, asked)
    history, home = library.store.history, _home(request)
    numbers = history.numbers(source.id)
    if not numbers:
        raise NotKnown(f"No look has shown {asked} yet.")
    wanted = _datetime(request.headers.get("accept-datetime")) or library.clock.now()
    version = history.version_at(source.id, wanted) or history.version(source.id, numbers[0])
    said = f'<{source.url}>; rel="original", <{home}{_MAP}{source.url}>; rel="timemap"; type="{_KIND}"'
    headers = {"vary": "accept-datetime", "link": said}
    return RedirectResponse(f"/sources/{version.snapshot_id}", 302, headers)


def _asked(request: Request, under: str) -> tuple[str, str | None]:
    """The address as it was written, and the look before which the list is to begin."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope["query_string"]
    written = (raw.partition(b"?")[0] + (b"?" + query if query else b"")).decode("latin-1").removeprefix(under)
    before, _, url = written.rpartition("!")
    return (url, before) if before and "://" not in before else (written, None)


def _source(library: Library, url: str) -> Source:
    wanted = canonical(url)
    for source in library.sources.values():
        if canonical(source.url) == wanted:
            return source
    raise NotKnown(f"{url} is not watched here; /sources lists what is.")


def _home(request: Request) -> str:
    library: Library = request.app.state.library
    return library.configuration.public_url or str(request.base_url).rstrip("/")


def _span(some: list[Snapshot]) -> str:
    return f'from="{_http(some[0].started_at)}"; until="{_http(some[-1].started_at)}"'


def _memento(home: str, some: list[Snapshot], at: int, *, is_whole: bool) -> str:
    first = "first " if is_whole and at == 0 else ""
    last = "last " if is_whole and at == len(some) - 1 else ""
    return f'<{home}/sources/{some[at].id}>; rel="{first}{last}memento"; datetime="{_http(some[at].started_at)}"'


def _http(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _datetime(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
