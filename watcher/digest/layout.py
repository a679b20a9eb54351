"""How the parts of a digest are laid out: the templates, the folding of the text."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from watcher.digest.excerpt import wdiff
from watcher.extend import named

COLUMNS = 72
_ENVIRONMENT, _INLINED = "watcher.digest.filling:environment", "watcher.digest.filling:inlined"


class Template(Protocol):
    """A text with gaps."""

    def render(self, *words: Any, **more: Any) -> str:
        """The text, filled in."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The two parts of a mail and the change in a feed, ready to be filled in."""

    text: Template
    html: Template
    change: Template
    """One change in a feed."""
    styles: str
    dark: str

    @classmethod
    def of(cls, files: Mapping[str, str]) -> "Templates":
        """The templates made of `digest.txt`, `digest.html`, `change.html`, `digest.css` and `dark.css`, by name."""
        environment = named(_ENVIRONMENT)(files, {"folded": folded, "wdiff": wdiff})
        names = ("digest.txt", "digest.html", "change.html")
        text, html, change = (environment.get_template(name) for name in names)
        return cls(text, html, change, files["digest.css"], files["dark.css"])

    def page(self, **words: object) -> str:
        """The HTML part, its styles written into the elements: mail programs drop the rest."""
        inlined: str = named(_INLINED)(self.html.render(styles=self.styles, dark=self.dark, **words))
        return inlined


def folded(text: str, first: str = "", rest: str | None = None) -> str:
    """The text in lines of at most 72 columns; an address is never cut.

    >>> folded("one two", first="1. ")
    '1. one two'
    """
    indent = first if rest is None else rest
    lines = textwrap.wrap(
        text, COLUMNS, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(piece for long in lines for piece in _cut(long, indent))


def _cut(line: str, indent: str) -> list[str]:
    """A line that holds one endless word is cut hard, unless the word looks like an address."""
    if len(line) <= COLUMNS or "/" in line:
        return [line]
    width = COLUMNS - len(indent)
    rest = line[COLUMNS:]
    return [line[:COLUMNS], *(indent + rest[at : at + width] for at in range(0, len(rest), width))]
