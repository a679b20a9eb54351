"""How a payload becomes a document (normalize, then segment), with what is kept of one beside its words."""

import hashlib
from dataclasses import replace

from watcher.classify.counting import occurrences
from watcher.classify.named import figures_of
from watcher.model import Document, Link, Payload, Source
from watcher.normalize.order import normalize
from watcher.pipeline.paging import one_list
from watcher.segment import segment
from watcher.text import fold
from watcher.urls import canonical, host, without_fragment


def read(payload: Payload, source: Source, kind: str | None = None) -> Document:
    """The payload as a reader would see it; `kind` (else the source's own, else the best fit) says how to cut it."""
    first = segment(normalize(payload, source), kind or source.kind)
    further = (segment(normalize(page, source), first.kind) for page in payload.further)
    return one_list([first, *further], payload.pages[-1])


def read_both(before: Payload, after: Payload, source: Source) -> tuple[Document, Document]:
    """Two answers of one source, cut the same way."""
    return cut_alike(read(before, source), read(after, source), before, after, source)


def cut_alike(
    old: Document, new: Document, before: Payload, after: Payload, source: Source
) -> tuple[Document, Document]:
    """What two answers of one source read as, cut the same way: as the kind that the surer of the two readings names.

    A listing of two teasers may read as an article; one of five does not, and then neither did the two.
    """
    if old.kind == new.kind:
        return old, new
    if new.confidence > old.confidence:
        return read(before, source, new.kind), new
    return old, read(after, source, old.kind)


def wording(document: Document | None) -> str:
    """Equal for documents whose passages say the same, whatever their addresses and dates; empty without one."""
    if document is None:
        return ""
    words = "\n".join(fold(block.text).casefold() for block in document.blocks)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def passages(document: Document) -> tuple[str, ...]:
    """Each thing that the document says, by which it can be found."""
    return tuple(block.text for block in (*document.facts, *document.blocks))


def passages_of(payload: Payload, source: Source, kind: str) -> tuple[str, ...]:
    """The same of a payload, read as that kind of page."""
    return passages(read(payload, source, kind))


def followed(document: Document, source: Source) -> tuple[Link, ...]:
    """The links that the source wants followed, each address once; a host stands for its subdomains too."""
    links = [link for block in document.blocks if block.kind != "toc" for link in block.links]
    wanted = {canonical(link.href): link for link in reversed(links) if _is_wanted(link.href, source)}
    wanted.pop(canonical(source.url), None)
    return tuple(replace(link, href=without_fragment(link.href)) for link in reversed(wanted.values()))


def _is_wanted(address: str, source: Source) -> bool:
    name = host(address)
    return address.startswith(("http://", "https://")) and any(
        name == followed or name.endswith(f".{followed}") for followed in source.links.follow
    )


def terms(document: Document, source: Source) -> tuple[tuple[str, int], ...]:
    """How often each watched term occurs."""
    return tuple((term, occurrences(document, term)) for term in source.watch_terms)


def figures(document: Document, source: Source) -> tuple[tuple[str, str], ...]:
    """Each figure that the source follows by name, as the page gives it."""
    return tuple((one.name, one.number) for one in figures_of(document, source))
