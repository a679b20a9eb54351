"""How far what was seen is under seal, in words."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from watcher.errors import NotKnown
from watcher.model import Authority, Configuration
from watcher.model.forms import moment
from watcher.pipeline.sealing import is_overdue
from watcher.store import Reader
from watcher.wiring.stores import reading

Form = Mapping[str, Any]


def how_sealed(watched: Configuration) -> Form:
    """The latest seal with its stamps in JSON's types; nothing before the first check."""
    try:
        with reading(watched) as store:
            return seals_form(store, watched, datetime.now(UTC))
    except NotKnown:
        return {"last": None, "authorities": []}


def seals_form(store: Reader, watched: Configuration, now: datetime) -> Form:
    """The latest seal of that store, with how far each authority stamped."""
    last = store.last_seal()
    sealed = {"seal": last.number, "sha256": last.sha256, "at": moment(store.sealed_at(last.number))} if last else None
    return {"last": sealed, "authorities": [_authority_form(store, one, now) for one in watched.seals.authorities]}


def _authority_form(store: Reader, authority: Authority, now: datetime) -> Form:
    stamped = store.stamped(authority.name)
    return {
        "name": authority.name,
        "stamped": stamped.seal or None,
        "waiting_since": moment(stamped.waiting_since) if stamped.waiting_since else None,
        "overdue": is_overdue(stamped, now),
    }


def seal_lines(form: Form) -> Iterator[str]:
    """The same for people."""
    last = form["last"]
    if last is None:
        yield "Nothing is sealed yet."
        return
    age = datetime.now(UTC) - datetime.fromisoformat(last["at"])
    yield f"seal {last['seal']} sha256 {last['sha256']}, {_ago(age)}"
    for one in form["authorities"]:
        yield _authority_line(one, last["seal"])
    if not form["authorities"]:
        yield "No authority stamps it with the time; name two under `seals.authorities` in watcher.yaml."


def _authority_line(one: Form, seal: int) -> str:
    if one["stamped"] == seal:
        return f"stamped by {one['name']}"
    so_far = f"up to seal {one['stamped']}" if one["stamped"] else "never"
    warning = "WARNING: " if one["overdue"] else ""
    return f"{warning}{one['name']} stamped {so_far}; it owes a stamp since {one['waiting_since'][:16]}Z"


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
