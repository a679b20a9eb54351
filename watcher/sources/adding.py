"""How an entry is added to sources.yaml, with every other byte of the file left as it is."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watcher.errors import ConfigurationError, NotKnown
from watcher.sources.entries import NOTHING
from watcher.sources.entry_text import flow
from watcher.sources.insertion import inserted
from watcher.sources.listing import listing
from watcher.sources.marked import Page
from watcher.sources.parse import parse, read_text
from watcher.sources.problem import Problem
from watcher.sources.reading import ordered

_FILE = "sources.yaml"


@dataclass(frozen=True, slots=True)
class Addition:
    """The file as it will be."""

    path: Path
    text: str
    line: int
    """Where the entry stands, counted from 1."""
    written: str
    """The entry as it stands in the file."""


def listed(folder: Path) -> Mapping[str, Any]:
    """What sources.yaml says, in its own keys; ConfigurationError where it cannot be read."""
    plain: Mapping[str, Any] = _page(_text(folder)).plain
    return plain


def prepare(folder: Path, entry: Mapping[str, Any]) -> Addition:
    """The file with the entry at the end of its list, in the style of the entries before it.

    ConfigurationError where the file, or the file with the entry, has mistakes.
    """
    before = _text(folder)
    page = _page(before)
    text, line, written = inserted(before, page.root, entry)
    after = _page(text)
    if after.plain != {**page.plain, "sources": [*page.plain["sources"], entry]}:
        raise NotKnown(f"{folder / _FILE} has a form that an entry cannot be added to; add it by hand: {flow(entry)}")
    return Addition((folder / _FILE).resolve(), text, line, written)


def add(folder: Path, entry: Mapping[str, Any]) -> Addition:
    """Write the entry into the file as it is now, whole or not at all; what others wrote meanwhile stays."""
    addition = prepare(folder, entry)
    _replace(addition.path, addition.text)
    return addition


def _text(folder: Path) -> str:
    text = read_text(folder / _FILE)
    if isinstance(text, Problem):
        raise ConfigurationError([text])
    return text


def _page(text: str) -> Page:
    """The page, when it has no mistakes."""
    problems = ordered(listing(_FILE, text, NOTHING).problems)
    page = parse(_FILE, text)
    if isinstance(page, Problem) or any(problem.is_error for problem in problems):
        raise ConfigurationError(problems)
    return page


def _replace(path: Path, text: str) -> None:
    """Put the text in the file's place at once; its permissions and its byte order mark stay."""
    mark = b"\xef\xbb\xbf" if path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(mark + text.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o7777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
