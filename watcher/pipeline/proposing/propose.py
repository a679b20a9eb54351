"""What sources.yaml could say of a page that somebody wants watched, with the reasons."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from watcher.model import Document
from watcher.pipeline.proposing.repeats import Repeat
from watcher.pipeline.proposing.twins import Twin
from watcher.sources.identity import ids
from watcher.text import shorten
from watcher.urls import host

_LONGEST_NAME = 120
_MOST_HOSTS = 6
_STILL = timedelta(days=730)
_GOVERNMENT = re.compile(r"\.(?:gov|mil)$")

Entry = Mapping[str, Any]
"""An entry of `sources:` in the file's own keys."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody said of the page already; what is empty is to be found."""

    url: str
    id: str = ""
    name: str = ""
    kind: str | None = None
    every: str = ""
    mirror_of: str = ""
    tags: tuple[str, ...] = ()
    render: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Something seen on the page, with what follows from it; empty where nothing has to be written."""

    seen: str
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry with the reasons for what is not plain in it."""

    entry: Entry
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What sources.yaml says so far."""

    entries: Sequence[Entry] = ()
    defaults: Entry = field(default_factory=dict)

    @property
    def ids(self) -> list[str]:
        """The id of each entry, made of its address where it has none."""
        return [each for each in ids(self.entries) if each]


def wished(wish: Wish, listed: Listed) -> Proposal:
    """An entry for a page that could not be read: what was said of it, no more."""
    found = {**_who(wish, listed), "name": wish.name, "url": wish.url, "kind": wish.kind, "every": wish.every}
    return _proposal({**found, "render": wish.render, "tags": _tags(wish, listed), "mirror_of": wish.mirror_of})


def propose(
    wish: Wish, listed: Listed, document: Document, stamps: Sequence[Repeat], twin: Twin | None, now: datetime
) -> Proposal:
    """An entry for a page that reads so; `stamps` are what it repeats, `twin` is a page that says the same."""
    reasons: list[Reason] = []
    name = wish.name or shorten(_printable(document.fact("title") or ""), _LONGEST_NAME)
    found = {
        **_who(wish, listed),
        "name": name,
        "url": wish.url,
        "kind": document.kind,
        "render": wish.render,
        "every": wish.every or _rhythm(document, listed, now, reasons),
        "tags": _tags(wish, listed),
        **dict(_told(document, reasons)),
        "ignore": _ignored(stamps, reasons),
        "mirror_of": wish.mirror_of or _original(wish, twin, listed, reasons),
    }
    return _proposal(found, reasons)


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _who(wish: Wish, listed: Listed) -> dict[str, Any]:
    return {"id": wish.id or ids([*listed.entries, {"url": wish.url}])[-1]}


def _proposal(found: Entry, reasons: Sequence[Reason] = ()) -> Proposal:
    return Proposal({key: value for key, value in found.items() if value}, tuple(reasons))


def _rhythm(document: Document, listed: Listed, now: datetime, reasons: list[Reason]) -> str:
    """How often it is worth while to look; empty where the file's own rhythm will do."""
    every, why = _pulse(document, now)
    if not every or every == listed.defaults.get("every", "6h"):
        return ""
    reasons.append(Reason(why, f"every: {every}"))
    return every


def _pulse(document: Document, now: datetime) -> tuple[str, str]:
    if document.kind == "feed":
        return "1h", "a feed: entries come by the hour"
    if document.kind == "listing":
        return "3h", "a listing: entries come and go within a day"
    if document.fact("archived"):
        return "1d", "bears an archive label: it seldom changes"
    updated = document.fact("updated") or ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", updated) and datetime.fromisoformat(f"{updated}T00:00Z") < now - _STILL:
        return "1d", f"its own date is {updated}: it seldom changes"
    return "", ""


def _tags(wish: Wish, listed: Listed) -> list[str]:
    """Those asked for; else those that name the host, or that all entries of this host have."""
    if wish.tags:
        return list(wish.tags)
    labels = host(wish.url).split(".")
    everywhere = set(listed.defaults.get("tags", ()))
    neighbours = [entry.get("tags", []) for entry in listed.entries if _site(entry["url"]) == _site(wish.url)]
    common = [tag for tag in neighbours[0] if all(tag in tags for tags in neighbours)] if len(neighbours) > 1 else []
    used = dict.fromkeys(tag for entry in listed.entries for tag in entry.get("tags", []))
    return [tag for tag in used if (tag in labels or tag in common) and tag not in everywhere]


def _told(document: Document, reasons: list[Reason]) -> Iterator[tuple[str, Any]]:
    """What only some kinds of page need said of them."""
    if document.kind == "qa" and (count := pairs(document)):
        yield "expect", {"pairs": count}
    if document.kind == "resource-list" and (hosts := _followed(document)):
        lead = "link leads" if sum(hosts.values()) == 1 else "links lead"
        seen = f"{sum(hosts.values())} {lead} to pages of agencies"
        reasons.append(Reason(seen, f"links: {{follow: [{', '.join(hosts)}]}}"))
        yield "links", {"follow": list(hosts)}


def pairs(document: Document) -> int:
    """How many questions with an answer there are."""
    return sum(block.kind == "answer" for block in document.blocks)


def _followed(document: Document) -> dict[str, int]:
    """The agencies that a list links to, those with most links first, each with their number."""
    hosts = (_site(link.href) for block in document.blocks for link in block.links)
    counted = Counter(_agency(name) for name in hosts if _GOVERNMENT.search(name))
    return dict(counted.most_common(_MOST_HOSTS))


def _ignored(stamps: Sequence[Repeat], reasons: list[Reason]) -> list[dict[str, str]]:
    for one in stamps:
        seen = f'repeats "{shorten(one.text, 80)}" ×{one.count}'
        known = Reason(f"{seen}; the rule {one.rule} leaves it out already")
        reasons.append(Reason(seen, "ignore it as a page stamp") if one.pattern else known)
    return [{"stamp": one.pattern} for one in stamps if one.pattern]


def _original(wish: Wish, twin: Twin | None, listed: Listed, reasons: list[Reason]) -> str:
    """The page that this one copies: not the other way round, as when an agency's own page comes second."""
    if twin is None:
        return ""
    seen = f"same text as {twin.source_id} ({twin.likeness:.0%})"
    at = listed.ids.index(twin.source_id)
    if _is_agency(wish.url) and not _is_agency(listed.entries[at]["url"]):
        reasons.append(Reason(f"{seen}, which seems to be the copy: give that entry a mirror_of"))
        return ""
    reasons.append(Reason(seen, f"mirror_of: {twin.source_id}"))
    return twin.source_id


def _is_agency(url: str) -> bool:
    return bool(_GOVERNMENT.search(host(url)))


def _site(url: str) -> str:
    return host(url).removeprefix("www.")


def _agency(name: str) -> str:
    return ".".join(name.split(".")[-2:])
