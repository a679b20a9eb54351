"""`watcher status`: what is watched, what could be read, what waits to be sent."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import typer

from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json
from watcher.cli.seal_text import how_sealed, seal_lines
from watcher.cli.unsubscribed_text import unsubscribed_forms, unsubscribed_lines
from watcher.errors import NotKnown
from watcher.model import Configuration, Source, Standing
from watcher.model.forms import moment
from watcher.pipeline.doubts.holding import Hold, holds
from watcher.pipeline.health import reason, way_out
from watcher.store import Unsubscribed
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_UNDELIVERED = 5
_DAY = timedelta(days=1)


@app.command()
def status(ctx: typer.Context, as_json: AsJson = False, config: Folder = None) -> None:
    """Say what is watched, what could be read and what waits to be sent.

    Examples: watcher status · watcher status --json

    Exit codes: 0 all well, 5 a delivery was given up (see `watcher outbox list`).
    """
    watched = outline(ctx, config)
    standings, waiting, dead, held = _kept(watched)
    seals, unheard, gone = how_sealed(watched), _unheard(watched), _gone(watched)
    if as_json:
        further = {"seals": seals, "ping_failed": unheard or None, "unsubscribed": unsubscribed_forms(gone)}
        put_json(_form(watched, standings, waiting, dead, held) | further)
    else:
        _print(watched, standings, waiting, dead, held)
        for line in seal_lines(seals):
            put(line)
        if unheard:
            put(f"A ping was not heard within the last day: {unheard}. See `ping` in watcher.yaml.")
        for line in unsubscribed_lines(gone):
            put(line)
    if dead:
        raise typer.Exit(_UNDELIVERED)


def _kept(watched: Configuration) -> tuple[dict[str, Standing], int, int, tuple[Hold, ...]]:
    """Where the sources stand, how many deliveries wait and were given up, which mass changes there were of late.

    Nothing before the first check.
    """
    try:
        with reading(watched) as store:
            waiting = sum(one.state not in ("sent", "dead", "dropped") for one in store.outbox.deliveries())
            held = holds(store, watched, datetime.now(UTC))
            return store.agenda.standings(), waiting, store.outbox.dead(), held
    except NotKnown:
        return {}, 0, 0, ()


def _unheard(watched: Configuration) -> str:
    """Why a ping of the last day failed; empty where none did."""
    try:
        with reading(watched) as store:
            return store.unheard_since(datetime.now(UTC) - _DAY)
    except NotKnown:
        return ""


def _gone(watched: Configuration) -> list[Unsubscribed]:
    """Who left a subscription."""
    try:
        with reading(watched) as store:
            return store.leaving.unsubscribed()
    except NotKnown:
        return []


def _form(
    watched: Configuration, standings: dict[str, Standing], waiting: int, dead: int, held: Sequence[Hold]
) -> dict[str, Any]:
    return {
        "schema": "watcher.status/1",
        "sources": [_source_form(source, standings.get(source.id)) for source in watched.sources],
        "outbox": {"waiting": waiting, "dead": dead},
        "mass_changes": [
            {"held": not hold.is_settled, "since": moment(hold.burst.since), "words": hold.words} for hold in held
        ],
    }


def _source_form(source: Source, standing: Standing | None) -> dict[str, Any]:
    form: dict[str, Any] = {"id": source.id, "name": source.title, "url": source.url, "tags": list(source.tags)}
    if standing is None:
        return form | {"state": "new", "version": None}
    seen = standing.baseline
    return form | {
        "state": _state(standing),
        "reason": reason(standing.away[-1][1]) if standing.away else None,
        "way_out": way_out(standing) or None,
        "kind": standing.kind,
        "version": f"v{standing.version}" if standing.version else None,
        "last_read": moment(seen.started_at) if seen else None,
        "next_look": moment(standing.next_look_at),
        "unmet": list(standing.unmet),
    }


def _state(standing: Standing) -> str:
    if standing.away:
        return standing.removal or ("gone" if standing.away[-1][1].is_gone else "not readable")
    return "read" if standing.baseline else "new"


def _print(
    watched: Configuration, standings: dict[str, Standing], waiting: int, dead: int, held: Sequence[Hold]
) -> None:
    for hold in held:
        put(hold.words)
        if not hold.is_settled:
            put("`watcher check` looks at them again now; `watcher findings` shows what was found.")
    if not watched.sources:
        put("No sources. Add one to sources.yaml: `- url: https://…` is enough.")
    for source in watched.sources:
        form = _source_form(source, standings.get(source.id))
        last = (form.get("last_read") or "never")[:16].replace("T", " ")
        put(f"{source.id:<22} {form['state']:<13} {form['version'] or '-':<5} last read {last:<16} {source.url}")
        if form.get("reason"):
            put(f"{'':<22} {form['reason']}")
            put(f"{'':<22} {form['way_out']}")
        for expectation in form.get("unmet", ()):
            put(f"{'':<22} {expectation}")
    put()
    put(f"{counted(len(watched.sources), 'source')} · {waiting} deliveries waiting · {dead} given up")
    if dead:
        put("Deliveries were given up: `watcher outbox list` says why, `watcher outbox retry --all` tries them again.")
