"""What is only wrong together: names that stand twice, names that name nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watcher.sources.marked import Page, quoted
from watcher.sources.nearest import hint
from watcher.sources.problem import Problem


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


def mistakes_across(ids: Sequence[Any], tags: Sequence[str], watcher: Page) -> Iterator[Problem]:
    """Subscriptions to sources and tags that do not exist: they would be silent for ever."""
    known = {each: None for each in ids if isinstance(each, str)}
    for at, entry in enumerate(_list(watcher, "subscriptions")):
        if isinstance(entry, Mapping):
            yield from _strangers(watcher, ("subscriptions", at, "sources"), entry, known, "no source's id")
            yield from _strangers(watcher, ("subscriptions", at, "tags"), entry, dict.fromkeys(tags), "no source's tag")


def _strangers(
    page: Page, loc: tuple[str | int, ...], entry: Mapping[str, Any], known: Mapping[str, None], what: str
) -> Iterator[Problem]:
    wanted = entry.get(str(loc[-1]))
    for index, word in enumerate(wanted if isinstance(wanted, list) else ()):
        if isinstance(word, str) and word not in known:
            node = page.walk((*loc, index)).value
            yield page.on_value((*loc, index), "WC023", f"{quoted(page, node)}is {what}.{hint(word, known)}", "warn")


def _list(page: Page, key: str) -> list[Any]:
    found = page.plain.get(key)
    return found if isinstance(found, list) else []


def _mapping(page: Page, key: str) -> dict[str, Any]:
    found = page.plain.get(key)
    return found if isinstance(found, dict) else {}
