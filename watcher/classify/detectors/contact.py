"""How people are told to get in touch."""

from collections.abc import Iterator, Sequence

from watcher.classify.contacts import contacts_in
from watcher.classify.marked import prose_altered, shifts
from watcher.classify.sides import documents
from watcher.classify.wording import sentence
from watcher.extend import detector
from watcher.model import Block, Change, Document, Edit, Finding

_SHOWN = 3
"""Contacts that a summary names; all of them stand before and after."""


@detector("contact", phase="content")
def contact(change: Change) -> Iterator[Finding]:
    """A telephone number, an e-mail or a postal address differs, in the text or behind it.

    Where the operator follows the page's contacts, one that is gone from the page or new on it is told as well.
    """
    told: set[str] = set()
    for edit in prose_altered(change):
        found = [*_shifted(edit)] or [*_behind(edit)]
        told |= {value for one in found for text in (one.before, one.after) for value in contacts_in(text or "")}
        yield from found
    if change.source.contacts:
        yield from _come_and_gone(change, told)


def _shifted(edit: Edit) -> Iterator[Finding]:
    for shift in shifts(edit, "contact"):
        yield Finding(
            "contact.changed",
            sentence(f"contact changed: {shift.told}"),
            (edit,),
            edit.block.path,
            shift.pairs[0][1].text,
            shift.passage.before,
            shift.passage.after,
        )


def _behind(edit: Edit) -> Iterator[Finding]:
    """The address that a mail or telephone link opens, where the text shown stayed."""
    was, now = _addresses(edit.before), _addresses(edit.after)
    if was and now and was != now:
        yield Finding(
            "contact.changed",
            sentence(f"contact changed behind its label: {', '.join(was)} → {', '.join(now)}"),
            (edit,),
            edit.block.path,
            now[0],
            "\n".join(was),
            "\n".join(now),
        )


def _addresses(block: Block | None) -> list[str]:
    links = block.links if block else ()
    return [link.href for link in links if link.href.startswith(("mailto:", "tel:"))]


def _come_and_gone(change: Change, told: set[str]) -> Iterator[Finding]:
    """What is given no longer, and what is new, each in one finding; nothing where the whole page was rewritten."""
    was, now = map(_all, documents(change))
    for found, said, is_new in (
        ({value: was[value] for value in was.keys() - now.keys() - told}, "no longer given", False),
        ({value: now[value] for value in now.keys() - was.keys() - told}, "newly given", True),
    ):
        edits = tuple(edit for edit in change.edits if found.keys() & _of(edit.after if is_new else edit.before).keys())
        if not edits:
            continue
        texts = [text for value, text in (now if is_new else was).items() if value in found]
        yield Finding(
            "contact.changed",
            sentence(f"{'contact' if len(texts) == 1 else 'contacts'} {said}: {_listed(texts)}"),
            edits,
            edits[0].block.path,
            texts[0],
            None if is_new else "\n".join(texts),
            "\n".join(texts) if is_new else None,
        )


def _listed(texts: Sequence[str]) -> str:
    rest = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + rest


def _all(document: Document) -> dict[str, str]:
    return {value: text for block in document.blocks for value, text in _of(block).items()}


def _of(block: Block | None) -> dict[str, str]:
    if block is None:
        return {}
    behind = [href.partition(":")[2].partition("?")[0] for href in _addresses(block)]
    return contacts_in("\n".join((block.text, *behind)))
