"""What is only wrong together: equal ids, names that name nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from watcher.sources.identity import ids
from watcher.sources.marked import Page, quoted
from watcher.sources.nearest import hint
from watcher.sources.problem import Problem
from watcher.urls import canonical


def mistakes_among_sources(page: Page) -> Iterator[Problem]:
    """Ids and addresses that stand twice, copies of pages that are not watched."""
    entries = _list(page, "sources")
    known = ids(entries)
    yield from _repeated_ids(page, entries)
    yield from _repeated_urls(page, entries)
    for at, entry in enumerate(entries):
        original = entry.get("mirror_of") if isinstance(entry, Mapping) else None
        if isinstance(original, str):
            yield from _mirror(page, at, original, known)


def mistakes_of_machine(page: Page, no_browser: str) -> Iterator[Problem]:
    """Pages that are to be rendered where nothing can render them."""
    for at, entry in enumerate(_list(page, "sources")):
        if no_browser and isinstance(entry, Mapping) and entry.get("render") == "browser":
            yield page.on_value(("sources", at, "render"), "WC028", f"cannot be kept here. {no_browser}", "warn")


def _repeated_ids(page: Page, entries: list[Any]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for at, entry in enumerate(entries):
        own = entry.get("id") if isinstance(entry, Mapping) else None
        if not isinstance(own, str):
            continue
        if first.setdefault(own, at) != at:
            loc = ("sources", at, "id")
            line = page.value(("sources", first[own], "id")).line
            yield page.on_value(loc, "WC012", f"'{own}' is already the id of sources[{first[own]}] in line {line}")


def _repeated_urls(page: Page, entries: list[Any]) -> Iterator[Problem]:
    """Only of entries without an id: who gives two ids to one address means it."""
    first: dict[str, int] = {}
    for at, entry in enumerate(entries):
        if not isinstance(entry, Mapping) or entry.get("id") is not None or not isinstance(entry.get("url"), str):
            continue
        same = canonical(entry["url"])
        if first.setdefault(same, at) != at:
            line = page.value(("sources", first[same], "url")).line
            message = f"is the address of sources[{first[same]}] in line {line}. Give one of them an id"
            yield page.on_value(("sources", at, "url"), "WC012", message)


def _mirror(page: Page, at: int, original: str, known: list[str | None]) -> Iterator[Problem]:
    loc = ("sources", at, "mirror_of")
    own = known[at]
    if original == own:
        yield page.on_value(loc, "WC013", f"'{original}' is this source itself")
    elif original not in known:
        others = [each for each in known if isinstance(each, str) and each != own]
        message = f"mirror_of '{original}' not found.{hint(original, others)}"
        yield page.problem(page.key(loc), str(own or f"sources[{at}]"), "WC013", message, "warn")


def mistakes_among_subscriptions(page: Page) -> Iterator[Problem]:
    """Names that stand twice, channels that are none."""
    channels = [str(name) for name in _mapping(page, "channels")]
    first: dict[str, int] = {}
    for at, entry in enumerate(_list(page, "subscriptions")):
        if not isinstance(entry, Mapping):
            continue
        name, channel = entry.get("name"), entry.get("channel")
        if isinstance(name, str) and first.setdefault(name, at) != at:
            message = f"'{name}' is already the name of subscriptions[{first[name]}]"
            yield page.on_value(("subscriptions", at, "name"), "WC012", message)
        if isinstance(channel, str) and channel not in channels:
            message = f"'{channel}' is no channel.{hint(channel, channels)}"
            yield page.on_value(("subscriptions", at, "channel"), "WC021", message)


def mistakes_across(sources: Page, watcher: Page) -> Iterator[Problem]:
    """Subscriptions to sources and tags that do not exist: they would be silent for ever."""
    entries = _list(sources, "sources")
    known = [each for each in ids(entries) if isinstance(each, str)]
    tags = sorted({tag for holder in (*entries, _mapping(sources, "defaults")) for tag in _tags(holder)})
    for at, entry in enumerate(_list(watcher, "subscriptions")):
        if isinstance(entry, Mapping):
            yield from _strangers(watcher, ("subscriptions", at, "sources"), entry, known, "no source's id")
            yield from _strangers(watcher, ("subscriptions", at, "tags"), entry, tags, "no source's tag")


def _strangers(
    page: Page, loc: tuple[str | int, ...], entry: Mapping[str, Any], known: list[str], what: str
) -> Iterator[Problem]:
    wanted = entry.get(str(loc[-1]))
    for index, word in enumerate(wanted if isinstance(wanted, list) else ()):
        if isinstance(word, str) and word not in known:
            node = page.walk((*loc, index)).value
            yield page.on_value((*loc, index), "WC023", f"{quoted(page, node)}is {what}.{hint(word, known)}", "warn")


def _tags(holder: object) -> list[str]:
    tags = holder.get("tags") if isinstance(holder, Mapping) else None
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _list(page: Page, key: str) -> list[Any]:
    found = page.plain.get(key)
    return found if isinstance(found, list) else []


def _mapping(page: Page, key: str) -> dict[str, Any]:
    found = page.plain.get(key)
    return found if isinstance(found, dict) else {}
