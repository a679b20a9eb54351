"""How the kind of a page is found, then its blocks."""

from dataclasses import replace

from watcher.extend import page_kind
from watcher.model import Document, Stripped
from watcher.segment.flow import Flow, Page, Passage, with_paths
from watcher.segment.questions import numbers
from watcher.segment.walk import Walk
from watcher.segment.wording import unnumbered
from watcher.text import fold, slug

page_kind.scan("watcher.segment.kinds")


def segment(page: Page, kind: str | None = None) -> Document:
    """The page as a document of that kind; without a kind, of the kind that suits it best."""
    flow = flow_of(page)
    chosen, confidence = (kind, 1.0) if kind and kind in page_kind else _best(flow)
    blocks = tuple(page_kind[chosen](flow))
    return Document(chosen, page.facts, blocks, (*page.stripped, *_numbers(flow, chosen)), confidence, page.lossy)


def flow_of(page: Page) -> Flow:
    """The passages of the page in reading order."""
    title = next((known.text for known in page.facts if known.key == "title"), "")
    passages = _with_contents(_without_doubles(Walk(page.root, page.url).passages))
    return Flow(with_paths(passages, title), page.source, page.url, page.format, page.stripped)


def _without_doubles(passages: list[Passage]) -> list[Passage]:
    """A picture whose words are printed under it as well is told once."""
    printed = {fold(passage.text) for passage in passages if passage.kind != "image"}
    return [passage for passage in passages if passage.kind != "image" or fold(passage.text) not in printed]


def _with_contents(passages: list[Passage]) -> list[Passage]:
    """A link to a place on the same page is mere contents where it repeats a heading; else its words are its own."""
    headings = {slug(unnumbered(passage.text)) for passage in passages if passage.level or passage.bold}
    return [
        replace(passage, kind="list-item")
        if passage.kind == "toc" and slug(unnumbered(passage.text)) not in headings
        else passage
        for passage in passages
    ]


def _best(flow: Flow) -> tuple[str, float]:
    fitness = {name: float(page_kind.trait(name, "fits")(flow)) for name, _ in page_kind}
    best = max(fitness, key=lambda name: fitness[name])
    return best, fitness[best]


def _numbers(flow: Flow, kind: str) -> tuple[Stripped, ...]:
    """The numbers of the questions: they say where a question stands, so they are no text of it."""
    found = " ".join(numbers(flow)) if kind == "qa" or flow.source.headings_as_questions else ""
    return (Stripped("question-numbers", found),) if found else ()
