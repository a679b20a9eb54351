"""Documents written tersely, so that the stories read well."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from watcher.classify import classify
from watcher.diff import align
from watcher.model import (
    Block,
    Change,
    Document,
    Finding,
    Link,
    Outcome,
    Side,
    Snapshot,
    Source,
    Stripped,
    fact,
)
from watcher.text import slug
from watcher.urls import canonical

URL = "https://www.dhs.example/secure-communities"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_SIMPLE = {"-": "list-item", "!": "notice", "~": "toc", "|": "row", "&": "image"}


def page(text: str, kind: str = "article", **extra: object) -> Document:
    """A document, a line a block.

    `^name value` fact, `%rule text` stripped, `# ## ###` headings, `?` question, `=` answer, `*` entry
    (`[title](address) blurb`), `@` file (`[label](address)`), `-` list entry, `!` notice, `|` row, `~` contents list,
    `&` picture, anything else a paragraph; `[words](address)` is a link anywhere.
    """
    facts: list[Block] = []
    blocks: list[Block] = []
    stripped: list[Stripped] = []
    path: tuple[str, ...] = ()
    asked = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        sign, _, rest = line.partition(" ")
        links = tuple(Link(href, label) for label, href in _LINK.findall(rest if sign in _MARKS else line))
        words = _LINK.sub(r"\1", rest if sign in _MARKS else line)
        if line[0] == "^":
            facts.append(fact(sign[1:], rest))
        elif line[0] == "%":
            stripped.append(Stripped(sign[1:], rest))
        elif sign.strip("#") == "":
            path = path[: len(sign) - 1]
            blocks.append(Block("heading", "", words, path, links))
            path = (*path, words)
        elif sign == "?":
            asked = slug(re.sub(r"^Q?\d+[:.]\s*", "", words))
            blocks.append(Block("question", asked, words, path, links))
        elif sign == "=":
            blocks.append(Block("answer", asked, words.replace(" // ", "\n\n"), path, links))
        elif sign == "*":
            title, _, blurb = words.partition(": ")
            key = canonical(links[0].href) if links else slug(title)
            blocks.append(Block("item", key, f"{title}\n{blurb}".strip(), path, links))
        elif sign == "@":
            blocks.append(Block("document", canonical(links[0].href), words, path, links))
        else:
            blocks.append(Block(_SIMPLE.get(sign, "paragraph"), "", words, path, links))
    return replace(Document(kind, tuple(facts), tuple(blocks), tuple(stripped)), **extra)  # type: ignore[arg-type]


_MARKS = frozenset({"?", "=", "*", "@", "#", "##", "###", *_SIMPLE})


def look(outcome: Outcome = Outcome.OK, final_url: str = URL, hours: int = 0, status: int = 200) -> Snapshot:
    """One look at the watched page."""
    at = NOON + timedelta(hours=hours)
    return Snapshot("pep", URL, at, at, outcome, final_url, status=status, body_sha256=f"{hours:064x}")


def change_of(before: Document | None, after: Document | None, /, **extra: object) -> Change:
    """The change from one reading to another, aligned as the pipeline does it."""
    edits = align(before, after) if before and after else ()
    made = Change(Source("pep", URL), Side(look(), before, 1), Side(look(hours=6), after, 2), edits)
    return replace(made, **extra)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def read() -> Callable[..., Document]:
    return page


@pytest.fixture(scope="session")
def changed() -> Callable[..., Change]:
    """`changed(before, after)` on documents or on their terse text."""

    def make(before: str | Document, after: str | Document, kind: str = "article", /, **extra: object) -> Change:
        old, new = (side if isinstance(side, Document) else page(side, kind) for side in (before, after))
        return change_of(old, new, **extra)

    return make


@pytest.fixture(scope="session")
def tell(changed: Callable[..., Change]) -> Callable[..., dict[str, Finding]]:
    """What is said of a change, by kind; form is left out."""

    def findings(*sides: str | Document, **extra: object) -> dict[str, Finding]:
        return {finding.kind: finding for finding in classify(changed(*sides, **extra)) if finding.level > 0}

    return findings


@pytest.fixture(scope="session")
def form(changed: Callable[..., Change]) -> Callable[..., dict[str, Finding]]:
    """What is counted as form alone."""

    def findings(*sides: str | Document, **extra: object) -> dict[str, Finding]:
        return {finding.kind: finding for finding in classify(changed(*sides, **extra)) if finding.level == 0}

    return findings


@pytest.fixture(scope="session")
def looked() -> Callable[..., Snapshot]:
    return look
