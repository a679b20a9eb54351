"""What there is in figures, as Prometheus reads them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from watcher.web.library import Library

router = APIRouter()

_KIND = "text/plain; version=0.0.4; charset=utf-8"
_MOST = 500


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """How many pages are read, when one last was, what waits to be sent, how much is kept."""
    return PlainTextResponse("".join(f"{line}\n" for line in _lines(request.app.state.library)), media_type=_KIND)


def _lines(library: Library) -> Iterator[str]:
    store = library.store
    read, last_look, away = store.agenda.glance()
    outcomes = Counter(one.away[-1][1].value for one in store.agenda.standings(away[:_MOST]).values() if one.away)
    yield from _gauge("build_info", "The release at work.", {f'version="{library.version}"': 1})
    yield from _gauge("sources", "Pages that are watched.", {"": len(library.configuration.sources)})
    yield from _gauge("sources_read", "Those whose latest look showed the page.", {"": read})
    unseen = {f'outcome="{outcome}"': many for outcome, many in sorted(outcomes.items())}
    yield from _gauge("sources_unseen", "Those whose latest look did not, by its outcome.", unseen)
    if last_look:
        yield from _gauge("last_read_seconds", "When a page was last read, in Unix time.", {"": last_look.timestamp()})
    states = {f'state="{state}"': many for state, many in store.posted.counts().items()}
    yield from _gauge("deliveries", "Deliveries by their state.", states)
    amounts = store.listing.amounts()
    yield from _gauge("records", "The number of the latest look's record in the ledger.", {"": amounts.records})
    for name in ("versions", "changes", "digests"):
        yield from _gauge(name, f"How many {name} are kept.", {"": getattr(amounts, name)})
    if seal := store.last_seal():
        yield from _gauge("seal", "The number of the latest seal.", {"": seal.number})


def _gauge(name: str, means: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP watcher_{name} {means}"
    yield f"# TYPE watcher_{name} gauge"
    yield from (f"watcher_{name}{f'{{{labels}}}' if labels else ''} {value}" for labels, value in values.items())
