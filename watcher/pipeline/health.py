"""The health of our own looking: which sources cannot be seen, since when, why; never a finding about a page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from watcher.model import Outcome, Snapshot, Source, Standing, Unreadable

_TRIES = 3
_SPAN = timedelta(hours=6)

REASONS: Mapping[Outcome, str] = {
    Outcome.OK: "read",
    Outcome.NOT_MODIFIED: "read; the site says that nothing changed",
    Outcome.EMPTY: "the answer was empty",
    Outcome.BLOCKED: "blocked by the site or a protection service in front of it; the page itself may be unchanged",
    Outcome.RATE_LIMITED: "the site asked us to come less often; we wait as long as it says",
    Outcome.GONE: "the address answers that the page is not there",
    Outcome.SOFT_GONE: "the address shows something else in the page's place",
    Outcome.ERROR_PAGE: "the site showed an error page",
    Outcome.SERVER_ERROR: "the site's server reported a fault of its own",
    Outcome.REDIRECT_LOOP: "the address redirects without end",
    Outcome.TRUNCATED: "the answer broke off before its end",
    Outcome.TOO_LARGE: "the answer is larger than we take",
    Outcome.DECODE_ERROR: "the answer's compression is broken",
    Outcome.TLS_ERROR: "no trusted connection: the site's certificate was not accepted",
    Outcome.DNS_ERROR: "the host name does not resolve",
    Outcome.CONNECT_ERROR: "no connection to the site",
    Outcome.TIMEOUT: "the site did not answer in time",
    Outcome.REFUSED: "refused by our own address guard; see fetch.allow_private",
    Outcome.ROBOTS_DISALLOWED: "not fetched: the site's robots.txt asks us not to, or could not be read",
    Outcome.UNREADABLE: "the page came, but our reader failed on it, or it lost most of its text or shows a notice; "
    "the copy is kept, and the page is looked at again before that counts",
}


def reason(outcome: Outcome, snapshot: Snapshot | None = None) -> str:
    """Why a look showed no page, in words for people, with the status where there was one."""
    if snapshot is not None and snapshot.outcome is outcome is Outcome.UNREADABLE and snapshot.reasons:
        return snapshot.reasons[0]  # the page was never built; what our reader fails on is known only later
    status = f" ({snapshot.status})" if snapshot is not None and snapshot.status else ""
    return REASONS[outcome] + status


def way_out(standing: Standing) -> str:
    """What becomes of a page that does not show, and what a person can do meanwhile; empty for one that shows."""
    again = (
        f"looked at again at {standing.next_look_at:%-d %b %H:%M} UTC, or now by `watcher check {standing.source_id}`"
    )
    if standing.removal == "removed":
        return f"confirmed; take it out of sources.yaml, or leave it: {again}"
    if standing.removal == "doubted":
        return f"told as unconfirmed, to be confirmed by 3 answers over 6 hours or withdrawn; {again}"
    return again if standing.away else ""


def unreadable(
    sources: Iterable[Source], standings: Mapping[str, Standing], last: Mapping[str, Snapshot], now: datetime
) -> tuple[Unreadable, ...]:
    """The sources that several tries over several hours could not see; a page that is gone is not among them."""
    return tuple(one for one in failing(sources, standings, last, _TRIES) if now - one.since >= _SPAN)


def failing(
    sources: Iterable[Source], standings: Mapping[str, Standing], last: Mapping[str, Snapshot], tries: int = 1
) -> tuple[Unreadable, ...]:
    """The sources that the last tries, so many at least, could not see."""
    return tuple(
        _told(source, standings[source.id], run, last.get(source.id))
        for source in sources
        if source.id in standings and len(run := _failing(standings[source.id])) >= tries
    )


def _told(
    source: Source, standing: Standing, run: Sequence[tuple[datetime, Outcome]], last: Snapshot | None
) -> Unreadable:
    (since, _), (_, outcome) = run[0], run[-1]
    status = f", {last.status}" if last is not None and last.status else ""
    return Unreadable(
        source.id,
        source.title,
        source.url,
        since,
        reason(outcome, last),
        standing.version or None,
        outcome.value.replace("_", " ") + status,
    )


def _failing(standing: Standing) -> list[tuple[datetime, Outcome]]:
    """The unbroken run of failing looks up to now."""
    run: list[tuple[datetime, Outcome]] = []
    for when, outcome in reversed(standing.away):
        if not outcome.is_failing:
            break
        run.append((when, outcome))
    return run[::-1]
