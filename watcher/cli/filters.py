"""The words by which lists are narrowed down."""

from datetime import datetime
from typing import Annotated

import typer

from watcher.errors import NotKnown
from watcher.model import KINDS, Configuration, Severity
from watcher.pipeline.moments import day_or_moment
from watcher.store import Reader

Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from this date or instant (UTC) on.")]


def since_moment(text: str | None) -> datetime | None:
    """The instant meant, midnight for a bare date."""
    return day_or_moment(text) if text else None


def severity(word: str) -> Severity:
    """The severity of that word; NotKnown names the right ones."""
    try:
        return Severity.of(word)
    except KeyError:
        raise NotKnown(f"no severity {word!r}; take one of {', '.join(level.word for level in Severity)}") from None


def known_source(watched: Configuration, store: Reader, source_id: str | None) -> str | None:
    """The source of that id, or the link on a source's page, watched or once seen; NotKnown when there is none."""
    if source_id is None:
        return None
    page, _, _ = source_id.partition(".")
    if watched.source(page) is None and not store.history.numbers(source_id):
        raise NotKnown(f"no source {source_id!r}; `watcher status` lists them")
    return source_id


def known_kind(word: str | None) -> str | None:
    """The kind of finding of that name; NotKnown when there is none."""
    if word is not None and word not in KINDS:
        raise NotKnown(f"no kind of finding {word!r}; docs/kinds.md lists them")
    return word
