"""Which links of a page are looked after, each as a source of its own; when one counts as dead."""

import hashlib
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.fetch.fetching import Fetched
from watcher.model import Ignore, Link, Links, Outcome, Source
from watcher.normalize import is_html
from watcher.urls import canonical, shown

PACE = timedelta(days=1)
"""A link is asked no more often than this, and no more often than the page on which it stands."""
RELOOK = timedelta(hours=8)
"""After an answer that speaks against the link."""
LEAST_LOOKS = 3
LEAST_SPAN = timedelta(hours=24)

_SILENCE = frozenset({Outcome.GONE, Outcome.SOFT_GONE, Outcome.DNS_ERROR, Outcome.CONNECT_ERROR})


def targets(source: Source, links: Sequence[Link], watched: Container[str]) -> tuple[Source, ...]:
    """A source for each of the links, but for those whose canonical address is watched anyway."""
    return tuple(_target(source, link) for link in links if canonical(link.href) not in watched)


def _target(source: Source, link: Link) -> Source:
    return Source(
        id=f"{source.id}.{hashlib.sha256(link.href.encode()).hexdigest()[:8]}",
        url=link.href,
        name=link.text or shown(link.href),
        every=max(PACE, source.every),
        tags=source.tags,
        timezone=source.timezone,
        ignore=Ignore(stamps=source.ignore.stamps),
        watch_terms=source.watch_terms,
        links=Links(save_copy=source.links.save_copy),
        alert=source.alert,
        learn_moving=False,
        linked_from=source.id,
        linked_title=source.title,
    )


def speaks_against(outcome: Outcome) -> bool:
    """Whether the answer counts towards the link's being dead: not there, or nobody there; never weather."""
    return outcome in _SILENCE


def is_dead(looks: Sequence[tuple[datetime, Outcome]]) -> bool:
    """A link is dead after 3 looks that speak against it, spread over 24 hours.

    `looks` are those since its target last answered, oldest first.
    """
    against = [moment for moment, outcome in looks if speaks_against(outcome)]
    return len(against) >= LEAST_LOOKS and against[-1] - against[0] >= LEAST_SPAN


def as_asked(source: Source, fetched: Fetched) -> Fetched:
    """What is kept of a look at a link: a page that nobody wants a copy of is only known to answer.

    A file is kept whatever was asked for: without its bytes nobody could say that it was replaced.
    """
    payload = fetched.payload
    if not source.linked_from or source.links.save_copy or payload is None:
        return fetched
    if fetched.snapshot.outcome is Outcome.OK and not is_html(payload.body, payload.content_type):
        return fetched
    return Fetched(replace(fetched.snapshot, body_sha256=None, body_bytes=0, complete=""))
