"""In which order a payload is read: decode, parse, lift, isolate, strip, find the content."""

from bs4 import Tag

from watcher.extend import lift, named, stamp
from watcher.formats import format_of
from watcher.model import Block, Payload, Source, Stripped, fact
from watcher.normalize.binary import unread
from watcher.normalize.decode import decode
from watcher.normalize.facts import facts_of
from watcher.normalize.ignores import ignored, ignored_stamps, left_out
from watcher.normalize.page import Page
from watcher.normalize.parse import parse
from watcher.normalize.plaintext import soup_of
from watcher.normalize.region import region_of
from watcher.normalize.stamps import isolate, join_broken, join_halves
from watcher.normalize.stripping import strip_all
from watcher.normalize.tree import Tree, words_of
from watcher.urls import absolute

lift.scan("watcher.normalize.rules")

# Their readers are loaded by the first answer that needs them.
_FILES = {"pdf": "watcher.normalize.pdf:soup_of", "file": ""}
_STRUCTURED = {"feed": "watcher.normalize.feed:tree_of_feed", "json": "watcher.normalize.structured:tree_of_json"}


def normalize(payload: Payload, source: Source) -> Page:
    """The content of a page, what it says of itself and what was taken away."""
    form = format_of(payload.body)
    if form in _FILES:
        if not _FILES[form]:
            return unread(payload, source)
        soup, why = named(_FILES[form])(payload.body)
        if soup is None:
            return unread(payload, source, why)
        return _read(Tree(soup, payload.url, form), payload, source)
    tree, lossy, moving = tree_of(payload, source)
    return _read(tree, payload, source, moving, lossy=lossy)


def _read(
    tree: Tree, payload: Payload, source: Source, moving: tuple[Stripped, ...] = (), *, lossy: bool = False
) -> Page:
    facts = tuple(facts_of(tree))
    marks = isolate(tree, ignored_stamps(source))
    join_halves(tree, [mark for _, mark in marks])
    stripped = strip_all(tree, [*marks, *ignored(tree, source)])
    if tree.format in ("text", "pdf") or any(map(_parts, (name for name, _ in marks))):
        join_broken(tree)
    root, outside = region_of(tree, source)
    base = absolute(payload.url, tree.base) if tree.base else payload.url
    return Page(root, _with_title(facts, root), (*moving, *stripped, *outside), base, tree.format, source, lossy)


def _parts(name: str) -> bool:
    """Whether a mark of this rule may have come between the halves of a sentence."""
    return name not in stamp or bool(stamp.trait(name, "joins", True))


def tree_of(payload: Payload, source: Source) -> tuple[Tree, bool, tuple[Stripped, ...]]:
    """The payload's tree, whether text may have been lost on the way, and what was left out as moving by itself."""
    form = format_of(payload.body)
    made, lossy = named(_STRUCTURED[form])(payload, source.timezone) if form in _STRUCTURED else (None, False)
    if made is not None:
        return made, lossy, ()
    text = decode(payload.body, payload.content_type)
    if is_text(payload, text):
        return Tree(soup_of(text), payload.url, "text"), False, ()
    soup, lossy = parse(text)
    moving = tuple(left_out(soup, source))
    return Tree(soup, payload.url, "text" if lossy else "html", source.timezone), lossy, moving


def is_text(payload: Payload, text: str) -> bool:
    """Whether the payload is plain text: so declared, or without any markup to speak of."""
    declared = payload.content_type.partition(";")[0].strip().lower()
    if declared == "text/plain":
        return True
    start = text[:4096].lower()
    return "html" not in declared and not any(
        mark in start for mark in ("<html", "<!doctype", "<body", "<head", "<p", "<div")
    )


def _with_title(facts: tuple[Block, ...], root: Tag) -> tuple[Block, ...]:
    """A page without a title goes by the heading that it opens with."""
    if any(known.key == "title" for known in facts):
        return facts
    first = next((tag for tag in root.find_all(["h1", "h2", "h3", "p"]) if words_of(tag)), None)
    if first is None or first.name == "p":
        return facts
    return tuple(sorted((*facts, fact("title", words_of(first))), key=lambda known: known.key))
