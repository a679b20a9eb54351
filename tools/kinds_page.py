"""docs/kinds.md, written from the kinds themselves; `--check` says whether the page is current."""

import sys
from collections.abc import Sequence
from pathlib import Path

from watcher.model import Flag, Kind
from watcher.model.families import FLAGS, by_family

PAGE = Path(__file__).parent.parent / "docs" / "kinds.md"

_HEAD = """# Kinds of finding

<!-- Written by `make docs` from watcher/model/kinds.py; change the words there. -->

A finding says what a change means. Its kind is one of the words below, in JSON, on the command line, in mail headers
and in the database; a kind is never renamed. The level is what it weighs before its circumstances count: an answer
that turns from *may* to *will* weighs more than one that gains a comma, a silent edit weighs one level more, and
`alert:` in `sources.yaml` sets a level for one source.

Levels: `critical` > `high` > `medium` > `low` > `noise`. Noise is kept and counted, never sent.
"""

_TAIL = """
## What is never a finding

A look that got no page (blocked, a form to sign in, unreachable, a server's error, a truncated answer) says nothing
about the page. It is kept, shown in `watcher status` and told in the digest as *not readable*, with the last version
that was read.
"""


def page() -> str:
    """The whole page."""
    sections = [_section(family, kinds) for family, kinds in by_family()]
    flags = "\n".join(f"| `{flag}` | {FLAGS[flag]} |" for flag in Flag)
    return f"{_HEAD}\n{''.join(sections)}## Flags\n\n| flag | means |\n|---|---|\n{flags}\n{_TAIL}"


def _section(family: str, kinds: Sequence[Kind]) -> str:
    rows = "\n".join(f"| `{kind.name}` | {kind.meaning} | {kind.severity.word} |" for kind in kinds)
    return f"## {family}\n\n| kind | said when | level |\n|---|---|---|\n{rows}\n\n"


def main() -> None:
    """Write the page, or with `--check` exit 1 when it is out of date."""
    if "--check" in sys.argv[1:]:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else "docs/kinds.md is out of date: run `make docs`")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
