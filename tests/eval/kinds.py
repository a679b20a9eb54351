"""How often the kind of a page is found that a person would name: on our own pages, the demo's, real ones.

`python -m tests.eval.kinds` prints the table, then every page whose kind is mistaken.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.eval.pairs import SHARED, own_pairs
from watcher.demo.noise import Noise
from watcher.demo.render import PAGES, render
from watcher.model import Source
from watcher.pipeline.saved import Saved, read_saved

_DEMO = {
    "dhs-pep-archived": "article",
    "nilc-pep-scomm": "resource-list",
    "ice-secure-comm": "program",
    "dhs-topic-scomm": "listing",
    "dhs-qa-eo-13768": "qa",
    "aila-qa-eo-13768": "qa",
}
_SEEDS = {
    "000": ("article", "https://www.dhs.gov/blog/2015/07/30/priority-enforcement-program"),
    "001": ("resource-list", "http://nilc.org/nilcimmenf_resources.html"),
    "002": ("program", "https://www.ice.gov/secure-communities"),
    "003": ("listing", "https://www.dhs.gov/keywords/secure-communities"),
    "004": ("qa", "https://www.aila.org/library/qa-dhs-implementation"),
}
_OF_PAIRS = {"d-dhs-bod1801-faq-added": "qa", "d-dhs-bod1801-faq-answer-no": "qa"}
"""Real pages that are no articles; the labels of the pairs do not say so. NOAA's "All News" shows one story whole."""
_SINGLES = {"single/d-ice-live-f1-ssr-faq.html": "qa"}
_STUBS = ("redirect-stub", "provider-renamed")
"""Pairs whose pages stand in other pairs too."""
_PROSE = {"article", "program", "plain"}
"""Kinds that are cut in the same way, passage by passage; only their defaults differ."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with the kind that a person names, and the kind that is found."""

    name: str
    kind: str
    found: str
    confidence: float

    @property
    def is_right(self) -> bool:
        """Found as named; among the kinds of prose either will do."""
        return self.found == self.kind or {self.found, self.kind} <= _PROSE


def own_pages() -> list[Labelled]:
    """The templates of `tests/pages` whose label names a kind, each once, and the demo's six pages."""
    pairs = {(pair.kind, pair.before.url): pair for pair in own_pairs() if pair.kind and pair.before.status == 200}
    own = [_read(pair.name, pair.kind or "", pair.before) for pair in pairs.values()]
    return [*own, *(_read(name, kind, _demo_page(name)) for name, kind in _DEMO.items())]


def real_pages(folder: Path = SHARED) -> list[Labelled]:
    """The five seeds and the real pages; none when they are not here."""
    return [_read(name, kind, saved) for name, kind, saved in (*_seeds(folder), *_captures(folder))]


def table(pages: Sequence[Labelled]) -> list[str]:
    """Lines of kind, how many pages are of it, how many were found, how many others were taken for it."""
    lines = [f"{'kind':<14} pages found mistaken-for-it"]
    for kind in sorted({page.kind for page in pages}):
        of_kind = [page for page in pages if page.kind == kind]
        wrongly = sum(page.found == kind and not page.is_right for page in pages)
        lines.append(f"{kind:<14} {len(of_kind):>5} {sum(page.is_right for page in of_kind):>5} {wrongly:>15}")
    right = sum(page.is_right for page in pages)
    return [*lines, f"{'all':<14} {len(pages):>5} {right:>5} {len(pages) - right:>15}"]


def share_right(pages: Sequence[Labelled]) -> float:
    """The share of pages whose kind is found, 0 to 1."""
    return sum(page.is_right for page in pages) / (len(pages) or 1)


def _read(name: str, kind: str, saved: Saved) -> Labelled:
    document = read_saved(saved, Source("page", saved.url)).document
    return Labelled(name, kind, document.kind if document else "-", document.confidence if document else 0.0)


def _demo_page(name: str) -> Saved:
    page = PAGES[name]
    return Saved(render(name, page.first, Noise("kinds"), 80), page.url(80))


def _seeds(folder: Path) -> Iterator[tuple[str, str, Saved]]:
    for path in sorted((folder.parent / "seeds").glob("*.txt")):
        kind, url = _SEEDS[path.name[:3]]
        yield f"seed {path.name[:3]}", kind, Saved(path.read_bytes(), url, content_type="text/plain")


def _captures(folder: Path) -> Iterator[tuple[str, str, Saved]]:
    for index, base in (("ice/labels.json", folder), ("pairs/singles.json", folder / "pairs")):
        for form in _forms(folder / index):
            kind = _SINGLES.get(form["file"], "article")
            yield form["file"], kind, Saved((base / form["file"]).read_bytes(), form["url"] or "https://example.gov/")
    for form in _forms(folder / "pairs" / "index.json"):
        if not form["id"].endswith(_STUBS) and form["status_a"] in (None, 200):
            body = next((folder / "pairs" / "a").glob(f"{form['id']}.*")).read_bytes()
            url = form["url"] or "http://cpo.noaa.gov/AboutCPO/AllNews"
            yield form["id"], _OF_PAIRS.get(form["id"], "article"), Saved(body, url)


def _forms(index: Path) -> list[dict[str, str]]:
    return json.loads(index.read_text()) if index.exists() else []


if __name__ == "__main__":
    for title, pages in (("own pages", own_pages()), ("real pages", real_pages())):
        print(title, *table(pages), sep="\n")
        for page in pages:
            if not page.is_right:
                print(f"  {page.name}: {page.kind} read as {page.found} ({page.confidence:.2f})")
