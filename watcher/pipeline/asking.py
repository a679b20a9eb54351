"""How a question is put to a worker: with what it needs, not with all that we watch."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from watcher.model import Source
from watcher.pipeline.account import Account, Question
from watcher.pipeline.reader import Reader
from watcher.urls import canonical

Watched = Mapping[str, tuple[str, str]]
"""(address, title) of watched pages by their canonical address."""


def watched(sources: Iterable[Source]) -> Watched:
    """The watched pages; of two with one address the one that is configured first."""
    known: dict[str, tuple[str, str]] = {}
    for source in sources:
        known.setdefault(canonical(source.url), (source.url, source.title))
    return known


async def explained(reader: Reader, question: Question, watched: Callable[[], Watched]) -> Account:
    """What the answers say differently; asked again where a list leads no more to a page that is watched."""
    account = await reader.explain(question)
    known = watched() if account.unlisted else {}
    gone = tuple(known[address] for address in account.unlisted if address in known)
    return await reader.explain(replace(question, watched=gone)) if gone else account
