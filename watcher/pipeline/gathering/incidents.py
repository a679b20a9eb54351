"""Which outages were told, read off the notices themselves, so that nothing else need be remembered."""

from collections.abc import Collection, Mapping, Sequence

from watcher.model import Message, Unreadable
from watcher.model.forms import moment_from
from watcher.store import Outbox

FIRST, AGAIN, OVER = "not-readable/", "still-not-readable/", "readable-again/"
"""How the windows begin of the notices about an outage."""


def unended(outbox: Outbox, subscription: str, covered: Collection[str]) -> dict[str, list[Unreadable]]:
    """The first notices, by id, of what is not over, each with those of its pages that are still watched."""
    ended = {window.removeprefix(OVER) for window in outbox.windows(subscription, OVER)}
    ids = [one for one in outbox.windows(subscription, FIRST).values() if one not in ended]
    told = {one: [_read(page) for page in _pages(outbox.digest(one))] for one in ids}
    watched = {one: [page for page in pages if page.source_id in covered] for one, pages in told.items()}
    return {one: pages for one, pages in watched.items() if pages}


def _pages(message: Message) -> Sequence[Mapping[str, str]]:
    told: Sequence[Mapping[str, str]] = message.record["coverage"]["unreadable"]  # type: ignore[index]
    return told


def _read(form: Mapping[str, object]) -> Unreadable:
    said = {name: str(form[name]) for name in ("source", "name", "url", "reason")}
    last = form["last_version"]
    return Unreadable(
        said["source"],
        said["name"],
        said["url"],
        moment_from(str(form["since"])),
        said["reason"],
        last if isinstance(last, int) else None,
        str(form.get("short", "")),
    )
