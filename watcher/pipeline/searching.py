"""Where a phrase came, where it went: in which changes, and in which versions of a page it stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.model import Document, Edit, Source, Told, Version
from watcher.pipeline.audit import Named, document_of
from watcher.store import History
from watcher.text import fold

_WORD = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_LOOKED_THROUGH = 500
_READ = 60
"""So many versions are read for one life-span."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in which the phrase came or went."""

    told: Told
    edit: Edit
    side: str
    """`added` or `removed`."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of versions that have the phrase."""

    first: Version
    last: Version | None
    """The first version without it again; None: the current one has it."""
    before: Version | None
    """The last version without it before; None: it was there from the first copy on."""


def hits(history: History, phrase: str, *, source_id: str | None = None, side: str = "") -> Iterator[Hit]:
    """The passages in which the phrase came or went, newest first."""
    sought = _alike(phrase)
    if not sought:
        return
    for told in history.mentioning(_rarest(sought), source_id=source_id, limit=_LOOKED_THROUGH):
        for edit in told.edits:
            found = _side(edit, sought)
            if found and side in ("", found):
                yield Hit(told, edit, found)


def stays(history: History, source: Source, phrase: str) -> list[Stay]:
    """When the page had the phrase: only versions in which a passage with it differs are read, and the first."""
    sought, versions = _alike(phrase), history.versions(source.id)
    touched = {hit.told.after_version for hit in hits(history, phrase, source_id=source.id)}
    known = [version for at, version in enumerate(versions) if at == 0 or version.number in touched][:_READ]
    found: list[Stay] = []
    for at, version in enumerate(known):
        has, had = _holds(history, source, version, sought), bool(found) and found[-1].last is None
        if has and not had:
            found.append(Stay(version, None, _previous(versions, version) if at else None))
        elif had and not has:
            found[-1] = Stay(found[-1].first, version, found[-1].before)
    return found


def _previous(versions: list[Version], version: Version) -> Version | None:
    return next((one for one in reversed(versions) if one.number < version.number), None)


def _holds(history: History, source: Source, version: Version, sought: str) -> bool:
    document = document_of(history, source, Named(history.snapshot(version.snapshot_id), version))
    return any(sought in _alike(text) for text in _texts(document))


def _texts(document: Document) -> Iterator[str]:
    return (block.text for block in (*document.facts, *document.blocks))


def _side(edit: Edit, sought: str) -> str:
    """Whether the phrase stands more often after or before."""
    was, now = (_alike(block.text).count(sought) if block else 0 for block in (edit.before, edit.after))
    return "added" if now > was else "removed" if was > now else ""


def _alike(text: str) -> str:
    return fold(text).casefold()


def _rarest(sought: str) -> str:
    """The longest run of plain letters: how a record spells the rest may differ."""
    return max(_WORD.findall(sought), key=len, default=sought)
