"""Saved answers as files on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.errors import NotKnown
from watcher.pipeline.saved import Saved

_TYPES = {".txt": "text/plain", ".pdf": "application/pdf", ".json": "application/json", ".xml": "application/xml"}
_MOST_BYTES = 50 * 1024 * 1024
_KINDS = ("article", "qa", "listing", "resource-list", "program", "feed", "plain")  # as in sources.yaml
_NOWHERE = "http://saved.invalid/page"


def _known_kind(word: str | None) -> str | None:
    if word is not None and word not in _KINDS:
        raise NotKnown(f"no kind of page {word!r}; there is {', '.join(_KINDS)}")
    return word


PageKind = Annotated[
    str | None, typer.Option("--kind", callback=_known_kind, help="Page kind; default: found from the page.")
]


def saved_from(file: Path, url: str, status: int, final_url: str = "", content_type: str = "") -> Saved:
    """The answer saved in that file; NotKnown (exit 2) when it cannot be read or is larger than any look takes."""
    try:
        with file.open("rb") as opened:
            body = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise NotKnown(f"cannot read {file}: {error.strerror}; give the path of a saved answer") from error
    if len(body) > _MOST_BYTES:
        raise NotKnown(f"{file} has more than {_MOST_BYTES} bytes, the most that a look takes; give a smaller answer")
    return Saved(body, url or _NOWHERE, status, final_url, content_type or _TYPES.get(file.suffix.lower(), ""))
