"""What each view of a comparison needs beside the woven text, in which views there is something to see."""

from collections.abc import Sequence
from typing import Any

from watcher.diff import spans
from watcher.model import Source
from watcher.pipeline.sides import Sides
from watcher.store import Agenda
from watcher.urls import canonical
from watcher.web.captured import source_of
from watcher.web.comparing import VIEWS
from watcher.web.views import (
    ACROSS,
    ENTRIES,
    STATES,
    LinkRow,
    abridged,
    dead,
    entries,
    figures,
    in_runs,
    links,
    numbers,
    pairs,
)
from watcher.web.weaving import Row

_COUNTED = 300_000
"""Characters of markup up to which its differences are counted."""


def offered(source: Source, sides: Sides, rows: Sequence[Row]) -> list[str]:
    """The views in which the pair has something to show."""
    if sides.documents is None and not sides.edits:
        return ["source"]
    kinds = {row.block.kind for row in rows}
    has = {
        "faq": "question" in kinds,
        "list": bool(kinds & set(ENTRIES)),
        "figures": bool(figures(sides.before.version, sides.after.version) or numbers(sides.findings)),
        "links": sides.documents is not None,
        "original": bool(source.mirror_of),
    }
    return [name for name in VIEWS if has.get(name, True)]


def details(agenda: Agenda, source: Source, sides: Sides, rows: Sequence[Row], view: str) -> dict[str, Any]:
    """What one view alone needs."""
    found = pairs(rows) if view in ("faq", "original") else []
    headers = [named.snapshot.headers if named.snapshot else () for named in (sides.before, sides.after)]
    markup = _markup(sides) if view == "source" or not sides.edits else []
    return {
        "pairs": found,
        "runs": in_runs(found),
        "states": ACROSS if view == "original" else STATES,
        "entries": entries(rows) if view == "list" else [],
        "figures": figures(sides.before.version, sides.after.version),
        "numbers": numbers(sides.findings),
        **_linked(agenda, source, sides, view),
        "markup": list(abridged(markup)) if view == "source" else [],
        "places": _places(markup),
        "headers": [
            (name, was.get(name, ""), now.get(name, "")) for was, now in [map(dict, headers)] for name in {**was, **now}
        ],
    }


def _markup(sides: Sides) -> Sequence[tuple[str, str]]:
    was, now = (source_of(payload) for payload in sides.payloads)
    return spans(was, now) if was != now else (("equal", now),)


def _places(markup: Sequence[tuple[str, str]]) -> int:
    """In how many places the markup differs; 0 where that is not counted."""
    if sum(len(text) for _, text in markup) > _COUNTED:
        return 0
    kinds = [kind for kind, _ in markup]
    return sum(kind != "equal" and (at == 0 or kinds[at - 1] == "equal") for at, kind in enumerate(kinds))


def _linked(agenda: Agenda, source: Source, sides: Sides, view: str) -> dict[str, Any]:
    """The links that differ or are dead, with the sources under which the last copies of their targets are kept."""
    if view != "links" or sides.documents is None:
        return {"links": [], "kept": {}}
    followed = agenda.once_followed(source.owner)
    standings = agenda.standings([one.id for one in followed])
    gone = [one.url for one in followed if one.id in standings and standings[one.id].removal]
    rows: list[LinkRow] = [*links(sides.documents), *dead(sides.documents[1], gone)]
    kept = {canonical(one.url): one for one in followed if one.id in standings and standings[one.id].version}
    return {"links": rows, "kept": kept}
