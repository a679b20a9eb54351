"""docs/kinds.md, written from the kinds themselves; `--check` says whether the page is current."""

import sys
from itertools import groupby
from pathlib import Path

from watcher.model import KINDS, Flag, Kind

PAGE = Path(__file__).parent.parent / "docs" / "kinds.md"

_HEAD = """# Kinds of finding

<!-- Written by `make docs` from watcher/model/kinds.py; change the words there. -->

A finding says what a change means. Its kind is one of the words below, in JSON, on the command line, in mail headers
and in the database; a kind is never renamed. The level is what it weighs before its circumstances count: an answer
that turns from *may* to *will* weighs more than one that gains a comma, a silent edit weighs one level more, and
`alert:` in `sources.yaml` sets a level for one source.

Levels: `critical` > `high` > `medium` > `low` > `noise`. Noise is kept and counted, never sent.
"""

_FAMILIES = {
    "page": "The page as a whole",
    "link": "Links",
    "document": "Linked files",
    "item": "Entries of a list",
    "faq": "Questions with their answers",
    "figure": "Figures, dates, standing, contacts",
    "date": "Figures, dates, standing, contacts",
    "status": "Figures, dates, standing, contacts",
    "contact": "Figures, dates, standing, contacts",
    "term": "Watched terms",
    "section": "Sections, passages, the title, notices",
    "text": "Sections, passages, the title, notices",
    "title": "Sections, passages, the title, notices",
    "notice": "Sections, passages, the title, notices",
    "copy": "Declared copies",
    "order": "Form: always noise",
    "boilerplate": "Form: always noise",
    "template": "Form: always noise",
    "markup": "Form: always noise",
    "metadata": "Form: always noise",
}

_FLAGS = {
    Flag.SILENT: "the words changed while the page's own date stayed",
    Flag.UNCONFIRMED: "seen once; three looks over six hours settle it",
    Flag.REVERTED: "the page reads again as an earlier version did",
    Flag.SITE_WIDE: "the same edit on several pages of one host, told once",
    Flag.LOSSY: "the reader may have lost text of this page",
}

_TAIL = """
## What is never a finding

A look that got no page (blocked, unreachable, a server's error, a truncated answer) says nothing about the page. It
is kept, shown in `watcher status` and told in the digest as *not readable*, with the last version that was read.
"""


def page() -> str:
    """The whole page."""
    order = list(dict.fromkeys(_FAMILIES.values()))
    kinds = sorted(KINDS.values(), key=lambda kind: order.index(_family(kind)))
    sections = [_section(family, tuple(of_family)) for family, of_family in groupby(kinds, _family)]
    flags = "\n".join(f"| `{flag}` | {_FLAGS[flag]} |" for flag in Flag)
    return f"{_HEAD}\n{''.join(sections)}## Flags\n\n| flag | means |\n|---|---|\n{flags}\n{_TAIL}"


def _family(kind: Kind) -> str:
    return _FAMILIES[kind.name.partition(".")[0]]


def _section(family: str, kinds: tuple[Kind, ...]) -> str:
    rows = "\n".join(f"| `{kind.name}` | {kind.meaning} | {kind.severity.word} |" for kind in kinds)
    return f"## {family}\n\n| kind | said when | level |\n|---|---|---|\n{rows}\n\n"


def main() -> None:
    """Write the page, or with `--check` exit 1 when it is out of date."""
    if "--check" in sys.argv[1:]:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else "docs/kinds.md is out of date: run `make docs`")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
