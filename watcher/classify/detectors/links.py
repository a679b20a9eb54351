"""Links as a set: a new label is not one link removed and one added."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from watcher.classify.sides import documents
from watcher.classify.wording import quote, sentence, step
from watcher.extend import detector
from watcher.model import Block, Change, Document, Edit, Finding, Link, Op
from watcher.text import slug
from watcher.urls import canonical, is_document, is_other_version, shown

_SORTING = re.compile(r"(?:&?(?:order|sort|sort_by|sort_order|dir|tablesort)=[^&]*)+")
_WEB = ("http://", "https://")


@dataclass(frozen=True)
class _Page:
    """The links of a whole document."""

    pairs: frozenset[tuple[str, str]]
    addresses: frozenset[str]


@detector("link", phase="content")
def link(change: Change) -> Iterator[Finding]:
    """In passages that stay, links come, go, lead elsewhere or are worded otherwise."""
    old, new = documents(change)
    was, now = _page(old), _page(new)
    own = canonical(change.after.snapshot.url)
    # What came or went with its heading is told with the section.
    sections = {(edit.op, edit.block.text) for edit in change.edits if edit.about("heading")}
    for edit in change.edits:
        if edit.op in (Op.ALTERED, Op.MOVED) and edit.before and edit.after and not edit.about("document", "toc"):
            gone = [one for one in _web(edit.before.links, own) if _name(one) not in now.pairs]
            come = [one for one in _web(edit.after.links, own) if _name(one) not in was.pairs]
            gone += _led_away(edit, come, gone)
            if _is_another_title(edit):
                # The entry is told as altered; its own address went with its title.
                gone = [one for one in gone if canonical(one.href) != edit.before.key]
                come = [one for one in come if canonical(one.href) != edit.after.key]
            yield from _told(edit, gone, come, was, now)
        elif edit.about("list-item", "paragraph") and (edit.op, *edit.block.path[-1:]) not in sections:
            yield from _alone(edit, now.addresses if edit.op is Op.REMOVED else was.addresses, own)


def _led_away(edit: Edit, come: list[Link], gone: list[Link]) -> list[Link]:
    """Links that lead elsewhere here, though their like still stands in other passages."""
    assert edit.before is not None, "an altered block was there"
    assert edit.after is not None, "an altered block is there"
    kept = {_name(one) for one in edit.after.links}
    words = {slug(one.text) for one in come} - {slug(one.text) for one in gone} - {""}
    return [one for one in edit.before.links if slug(one.text) in words and _name(one) not in kept and one not in gone]


def _alone(edit: Edit, elsewhere: frozenset[str], own: str) -> Iterator[Finding]:
    """A passage that is nothing but a link comes or goes with it."""
    links = list(_web(edit.block.links, own))
    if len(links) != 1 or slug(links[0].text) != slug(edit.block.text) or canonical(links[0].href) in elsewhere:
        return
    yield _gone(edit, links[0]) if edit.op is Op.REMOVED else _come(edit, links[0])


def _told(edit: Edit, gone: list[Link], come: list[Link], was: _Page, now: _Page) -> Iterator[Finding]:
    for old, new in _matched(gone, come, lambda one: canonical(one.href)):
        yield _relabelled(edit, old, new)
    retargeted: dict[tuple[str, str], tuple[Link, Link]] = {}
    for old, new in _matched(gone, come, lambda one: slug(one.text)):
        # A card's title and its "Read more" lead to one address: told once.
        retargeted.setdefault((canonical(old.href), canonical(new.href)), (old, new))
    for old, new in retargeted.values():
        said = f"the link {quote(new.text, 50)} now leads to {shown(new.href)}"
        kind = "document.replaced" if is_other_version(old.href, new.href) else "link.retargeted"
        yield _finding(kind, said, edit, new, old.href, new.href)
    for one in gone:
        if canonical(one.href) not in now.addresses:
            yield _gone(edit, one)
    for one in come:
        if canonical(one.href) not in was.addresses:
            yield _come(edit, one)


def _is_another_title(edit: Edit) -> bool:
    """Whether a list entry took another title and another address at once."""
    if edit.before is None or edit.after is None or not edit.about("item") or edit.before.key == edit.after.key:
        return False
    return slug(edit.before.text.partition("\n")[0]) != slug(edit.after.text.partition("\n")[0])


def _gone(edit: Edit, one: Link) -> Finding:
    if is_document(one.href):
        return _finding("document.removed", f"file no longer linked: {_where(one)}", edit, one, _both(one), None)
    return _finding("link.removed", f"link removed: {_where(one)}", edit, one, _both(one), None)


def _come(edit: Edit, one: Link) -> Finding:
    if is_document(one.href):
        return _finding("document.added", f"file newly linked: {_where(one)}", edit, one, None, _both(one))
    return _finding("link.added", f"link added: {_where(one)}", edit, one, None, _both(one))


def _where(one: Link) -> str:
    return f"{quote(one.text, 50)} to {shown(one.href)}"


def _relabelled(edit: Edit, old: Link, new: Link) -> Finding:
    """A file's label that tells another size means another file."""
    is_file = is_document(new.href) and "(" in old.text + new.text
    kind = "document.replaced" if is_file else "link.relabelled"
    said = f"link label changes: {step(old.text, new.text)}"
    return _finding(kind, said, edit, new, old.text, new.text)


def _matched(gone: list[Link], come: list[Link], name: Callable[[Link], str]) -> Iterator[tuple[Link, Link]]:
    """Pairs that agree in that name; they are taken out of both lists."""
    for old in list(gone):
        new = next((one for one in come if name(one) and name(one) == name(old)), None)
        if new is not None:
            gone.remove(old)
            come.remove(new)
            yield old, new


def _finding(kind: str, said: str, edit: Edit, one: Link, before: str | None, after: str | None) -> Finding:
    return Finding(kind, sentence(said), (edit,), edit.block.path, one.href, before, after)


def _both(one: Link) -> str:
    return f"{one.text} <{one.href}>"


def _page(document: Document) -> _Page:
    links = [one for block in document.blocks for one in _in(block)]
    return _Page(frozenset(_name(one) for one in links), frozenset(canonical(one.href) for one in links))


def _in(block: Block) -> tuple[Link, ...]:
    return block.links


def _web(links: Iterable[Link], own: str) -> Iterator[Link]:
    """Links to other pages; those inside the page and those to mailboxes are told as what they are."""
    return (one for one in links if one.href.startswith(_WEB) and not _is_here(canonical(one.href), own))


def _is_here(address: str, own: str) -> bool:
    """Whether it is the page itself, perhaps sorted otherwise."""
    path, _, query = address.partition("?")
    return address == own or (path == own.partition("?")[0] and bool(_SORTING.fullmatch(query)))


def _name(one: Link) -> tuple[str, str]:
    return canonical(one.href), slug(one.text)
