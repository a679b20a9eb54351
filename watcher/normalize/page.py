"""What reading hands on to cutting: the content of a page as a tree, with the facts read off it."""

from dataclasses import dataclass

from bs4 import Tag

from watcher.model import Block, Source, Stripped


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its boilerplate."""

    root: Tag
    """Holds the content and nothing else."""
    facts: tuple[Block, ...]
    stripped: tuple[Stripped, ...]
    url: str
    """What relative links are relative to."""
    format: str
    """`html`, `text`, `pdf`, `feed`, `json` or `binary`."""
    source: Source
    lossy: bool = False
