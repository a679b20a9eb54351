"""One look at a source: whatever comes of it is recorded."""

from dataclasses import dataclass
from datetime import datetime

from watcher.errors import FetchError
from watcher.fetch.quality import judge
from watcher.fetch.rendering import Built, Renderer, build
from watcher.fetch.robots import Robots
from watcher.fetch.verdict import Verdict
from watcher.model import Clock, Monotonic, Outcome, Payload, Snapshot, Source
from watcher.net import Answer, Client, Trail

_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Known:
    """What we have of the page, so that the site can say "still that"."""

    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    body_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A look and the bytes it brought, of an error page too: they are evidence."""

    snapshot: Snapshot
    payload: Payload | None = None


async def fetch(
    source: Source,
    client: Client,
    clock: Clock,
    robots: Robots,
    known: Known | None = None,
    renderer: Renderer | None = None,
) -> Fetched:
    """Look at the source once; nothing that a site does is an exception.

    With `known` the site is asked whether the page is still that; the same page is `not_modified`, without payload.
    The renderer is needed where the source wants the page as its scripts build it.
    """
    started = _now(clock)
    try:
        if source.robots_override is None and (why := await robots.forbids(source.url)):
            return Fetched(_empty_handed(source, started, clock, Outcome.ROBOTS_DISALLOWED, why))
        answer = await client.get(source.url, headers=_conditions(known))
        built = await build(answer, source, renderer)
    except FetchError as error:
        return Fetched(_failed(source, started, clock, error))
    return _received(source, started, clock, answer, known, built)


def _conditions(known: Known | None) -> dict[str, str]:
    """The validators exactly as they were received; one that is not plain ASCII cannot be given back unharmed."""
    if known is None or known.body_sha256 is None:
        return {}
    headers = {"If-None-Match": known.etag or "", "If-Modified-Since": known.last_modified or ""}
    return {name: value for name, value in headers.items() if value and value.isascii() and value.isprintable()}


def _received(
    source: Source, started: datetime, clock: Clock, answer: Answer, known: Known | None, built: Built | None
) -> Fetched:
    payload = built.payload if built else _payload(answer)
    if answer.status == _NOT_MODIFIED:
        verdict = _unmodified(known)
    else:
        verdict = judge(answer.status, answer.headers, payload, source.url)
    confirmed = known if verdict.outcome is Outcome.NOT_MODIFIED else None
    snapshot = Snapshot(
        source_id=source.id,
        url=source.url,
        started_at=started,
        finished_at=_now(clock),
        outcome=verdict.outcome,
        final_url=answer.final_url,
        hops=answer.hops,
        status=answer.status,
        headers=answer.headers,
        body_sha256=confirmed.body_sha256 if confirmed else payload.sha256 if payload else None,
        body_bytes=confirmed.body_bytes if confirmed else len(payload.body) if payload else 0,
        wire_bytes=answer.wire_bytes,
        wire_sha256=answer.wire_sha256,
        complete=answer.complete if payload else "",
        ip=answer.ip,
        reasons=verdict.reasons + _overridden(source),
        rendered=built.rendered if built else None,
        exchange=answer.exchange,
        clock=_monotonic(clock),
    )
    return Fetched(snapshot, payload)


def _payload(answer: Answer) -> Payload | None:
    return Payload(answer.body, answer.header("content-type") or "", answer.final_url) if answer.body else None


def _unmodified(known: Known | None) -> Verdict:
    if _conditions(known):
        return Verdict(Outcome.NOT_MODIFIED)
    return Verdict(Outcome.ERROR_PAGE, ("304: the site says that nothing changed, though we did not ask that",))


def _failed(source: Source, started: datetime, clock: Clock, error: FetchError) -> Snapshot:
    trail: Trail | None = error.trail
    about_page = trail is not None and not trail.url.endswith("/robots.txt")
    return Snapshot(
        source_id=source.id,
        url=source.url,
        started_at=started,
        finished_at=_now(clock),
        outcome=Outcome(error.outcome),
        final_url=trail.url if trail and about_page else "",
        hops=tuple(trail.hops) if trail and about_page else (),
        status=trail.status if trail and about_page else None,
        headers=trail.headers if trail and about_page else (),
        ip=trail.ip if trail else None,
        exchange=trail.exchange if trail and about_page else None,
        clock=_monotonic(clock),
        reasons=(str(error), *_overridden(source)),
    )


def _empty_handed(source: Source, started: datetime, clock: Clock, outcome: Outcome, why: str) -> Snapshot:
    return Snapshot(source.id, source.url, started, _now(clock), outcome, reasons=(why,), clock=_monotonic(clock))


def _overridden(source: Source) -> tuple[str, ...]:
    reason = source.robots_override
    return () if reason is None else (f"robots.txt was not asked: {reason}",)


def _monotonic(clock: Clock) -> Monotonic | None:
    return Monotonic(clock.boot, int(clock.monotonic() * 1000)) if clock.boot else None


def _now(clock: Clock) -> datetime:
    """The present instant to the millisecond, as snapshots are named."""
    now = clock.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
