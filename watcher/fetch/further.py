"""How a list is followed from page to page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from watcher.fetch.fetching import Fetched
from watcher.model import Further, Outcome, Payload, Snapshot, Source
from watcher.urls import canonical, host

Following = Callable[[Payload], str | None]
"""The address behind a page's "next"; None where there is none."""
Visit = Callable[[str], Awaitable[Fetched]]
"""One polite look at an address, as at any page."""


@dataclass(frozen=True, slots=True)
class _Way:
    """The pages that came after the first, and why the way ended where it did."""

    pages: tuple[Fetched, ...] = ()
    reason: str = ""
    failed: Outcome | None = None


async def fetch_further(first: Fetched, source: Source, following: Following, visit: Visit) -> Fetched:
    """The look with the further pages of its list, as many as the source asks for, each address once, on one host.

    A page that could not be had makes the whole look fail: nobody knows what stood there, so nothing is compared.
    Where robots.txt forbids a page the list ends for us, and a reason says so.
    """
    if not source.pages.follow_next or first.payload is None or first.snapshot.outcome is not Outcome.OK:
        return first
    way = await _followed(first.payload, source.pages.max - 1, following, visit)
    return _joined(first, way)


async def _followed(first: Payload, most: int, following: Following, visit: Visit) -> _Way:
    pages: list[Fetched] = []
    seen = {canonical(first.url)}
    page = first
    while len(pages) < most and (url := following(page)) and canonical(url) not in seen:
        fetched = await visit(url)
        snapshot, number = fetched.snapshot, len(pages) + 2
        if snapshot.outcome is Outcome.ROBOTS_DISALLOWED:
            return _Way(tuple(pages), _why(number, snapshot))
        if snapshot.outcome is not Outcome.OK or fetched.payload is None:
            return _Way((*pages, fetched), _why(number, snapshot), _failure(snapshot.outcome))
        page = fetched.payload
        if canonical(page.url) in seen or host(page.url) != host(first.url):
            break
        seen |= {canonical(url), canonical(page.url)}
        pages.append(fetched)
    return _Way(tuple(pages))


def _why(number: int, snapshot: Snapshot) -> str:
    return f"page {number} of the list, {snapshot.url}: {'; '.join(snapshot.reasons) or snapshot.outcome}"


def _failure(outcome: Outcome) -> Outcome:
    """That a further page is gone says nothing of the list's own page."""
    return Outcome.ERROR_PAGE if outcome.is_gone or outcome.is_page else outcome


def _joined(first: Fetched, way: _Way) -> Fetched:
    last = max((first.snapshot, *(page.snapshot for page in way.pages[-1:])), key=lambda one: one.finished_at)
    snapshot = replace(
        first.snapshot,
        outcome=way.failed or first.snapshot.outcome,
        finished_at=last.finished_at,
        reasons=(*first.snapshot.reasons, *filter(None, (way.reason,))),
        further=tuple(_further(page.snapshot) for page in way.pages),
        clock=last.clock,
    )
    payloads = tuple(page.payload for page in way.pages if page.payload is not None)
    payload = None if first.payload is None else replace(first.payload, further=payloads)
    return Fetched(snapshot, payload)


def _further(page: Snapshot) -> Further:
    content_type = page.header("content-type") or ""
    return Further(page.url, page.final_url, page.status, content_type, page.body_sha256, page.body_bytes)
