"""Which reading this is: changes when a rule, a reader or a library changes."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_STAGES = ("normalize", "segment")
_LIBRARIES = ("beautifulsoup4", "soup5ever", "selectolax", "soupsieve", "pypdfium2")


@cache
def rules_fingerprint() -> str:
    """64 hex digits over the source of everything that reads a page."""
    known = hashlib.sha256()
    package = files("watcher")  # asked for `watcher.segment`, it would load that stage with all its parsers
    for stage in _STAGES:
        for name, source in sorted(_sources(package / stage, f"watcher.{stage}")):
            known.update(f"{name}\0{source}\0".encode())
    for module in ("formats.py", "tags.py", "text.py", "urls.py"):
        known.update((package / module).read_bytes())
    for library in _LIBRARIES:
        known.update(f"{library} {version(library)}\0".encode())
    return known.hexdigest()


def _sources(folder: Traversable, name: str) -> list[tuple[str, str]]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            found += _sources(entry, f"{name}.{entry.name}")
        elif entry.name.endswith(".py"):
            found.append((f"{name}.{entry.name}", entry.read_text("utf-8")))
    return found
