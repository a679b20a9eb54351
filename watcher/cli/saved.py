"""Saved answers as files on the command line."""

from pathlib import Path

from watcher.errors import NotKnown
from watcher.pipeline.saved import Saved

_TYPES = {".txt": "text/plain", ".pdf": "application/pdf", ".json": "application/json", ".xml": "application/xml"}
_NOWHERE = "http://saved.invalid/page"


def saved_from(file: Path, url: str, status: int, final_url: str = "", content_type: str = "") -> Saved:
    """The answer saved in that file; NotKnown (exit 2) when it cannot be read."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise NotKnown(f"cannot read {file}: {error.strerror}; give the path of a saved answer") from error
    return Saved(body, url or _NOWHERE, status, final_url, content_type or _TYPES.get(file.suffix.lower(), ""))
