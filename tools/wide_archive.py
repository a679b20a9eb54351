"""An archive of very many pages, one of them with a very long history, kept in bulk by the store's own code."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from watcher.model import (
    Block,
    Clock,
    Edit,
    Finding,
    Op,
    Outcome,
    Payload,
    Severity,
    Snapshot,
    Source,
    Told,
    Version,
    change_id,
)
from watcher.store import Look, Store, Telling

START = datetime(2026, 1, 1, tzinfo=UTC)
TAGS = ("dhs", "ice", "uscis", "cbp", "eoir")
_AT_ONCE = 1000


def pages(many: int) -> list[Source]:
    """So many pages on a twentieth as many hosts, each with one of five tags."""
    return [
        Source(
            f"page-{number:05}",
            f"https://www{number % max(1, many // 20)}.example.gov/offices/page-{number:05}",
            name=f"Office {number}: hours, telephone numbers and who may apply there",
            tags=(TAGS[number % len(TAGS)],),
        )
        for number in range(many)
    ]


def keep(store: Store, clock: Clock, sources: Sequence[Source], long: Source, versions: int) -> None:
    """Two versions of every page, and so many of the long one; the clock stands at the end."""
    store.agenda.sync([*sources, long], clock.now())
    for at in range(0, len(sources), _AT_ONCE):
        some = sources[at : at + _AT_ONCE]
        for number in (1, 2):
            _told(store, [(source, number) for source in some])
    for first in range(1, versions + 1, _AT_ONCE):
        _told(store, [(long, number) for number in range(first, min(first + _AT_ONCE, versions + 1))])


def moment_of(number: int) -> datetime:
    """When a version was first seen."""
    return START + timedelta(minutes=40 * number)


def _told(store: Store, chosen: Sequence[tuple[Source, int]]) -> None:
    store.keep([_look(source, number) for source, number in chosen])
    store.tell([_telling(source, number) for source, number in chosen])


def _look(source: Source, number: int) -> Look:
    payload = Payload("".join(f"<p>{text}</p>" for text in _said(source, number)).encode(), "text/html")
    at, size = moment_of(number), len(payload.body)
    seen = Snapshot(
        source.id, source.url, at, at, Outcome.OK, source.url, status=200, body_sha256=payload.sha256, body_bytes=size
    )
    return Look(seen, payload)


def _said(source: Source, number: int) -> Iterator[str]:
    yield source.title
    yield f"{number} people were counted at the office on the day on which they may be held."
    yield "The office is open from 9 to 5 on every day but Sunday." if number % 7 else "The office is closed."
    yield f"Ask for paper {source.id} of the year, which says who may apply for relief."


def _telling(source: Source, number: int) -> Telling:
    new, was = _look(source, number).snapshot, number - 1
    old = _look(source, was).snapshot if was else new
    before, after = (
        Block("paragraph", "", f"{many} people were counted at the office. " * 9) for many in (was, number)
    )
    spans = (("delete", str(was)), ("insert", str(number)), ("equal", after.text))
    edit = Edit(Op.ALTERED, before, after, spans, 1, 1)
    summary = f"people: {was} → {number} (+1), in a sentence that is as long as such sentences are"
    finding = Finding("figure.changed", summary, (edit,), severity=Severity(number % 5), rule="figure")
    told = Told(
        change_id(source.id, (was or None, old), (number, new)), source.id, old, new, was or None, number,
        new.started_at, "rules", (edit,) if was else (), (finding,) if was else (),
    )  # fmt: skip
    version = Version(
        source.id, number, new.id, new.started_at, new.started_at, f"print-{source.id}-{number}", "rules", "plain",
        source.title, 40, figures=(("people", str(number)),),
    )  # fmt: skip
    return Telling(told, version, kind="plain", passages=list(_said(source, number)))
