"""How `${file:…}` or `${env:…}` stands for a secret."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watcher.sources.marked import Loc

REFERENCE = re.compile(r"\$\{(file|env):([^}]*)\}")
HIDDEN = "••••"
"""Stands where a secret is not shown, or could not be read."""

Reveal = Callable[[str, str], str]
"""(`file` or `env`, name) -> the secret; Unreadable when there is none."""


class Unreadable(Exception):
    """A secret that cannot be read; the message says why, without the secret."""


def revealing(folder: Path, environ: Mapping[str, str]) -> Reveal:
    """Reads secrets; names of files are relative to the folder."""

    def reveal(source: str, name: str) -> str:
        return _from_file(folder / name) if source == "file" else _from_environment(environ, name)

    return reveal


def _from_file(path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise Unreadable(f"the file {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise Unreadable(f"the file {path} is not text in UTF-8") from error
    if not secret:
        raise Unreadable(f"the file {path} is empty")
    return secret


def _from_environment(environ: Mapping[str, str], name: str) -> str:
    if not environ.get(name):
        raise Unreadable(f"the environment variable {name} is not set")
    return environ[name]


def hiding(reveal: Reveal) -> Reveal:
    """The same, but what comes out only says whether there is a secret."""

    def hidden(source: str, name: str) -> str:
        try:
            reveal(source, name)
        except Unreadable:
            return f"{HIDDEN} (cannot be read)"
        return HIDDEN

    return hidden


@dataclass
class Resolved:
    """Values with their references replaced, and the references that could not be."""

    plain: Any = None
    missing: list[tuple[Loc, str]] = field(default_factory=list)
    """(way to the value, why)."""


def resolve(plain: Any, reveal: Reveal) -> Resolved:
    """The values with every reference replaced; one that cannot be read becomes HIDDEN."""
    resolved = Resolved()
    resolved.plain = _resolve(plain, (), reveal, resolved.missing)
    return resolved


def _resolve(value: Any, way: tuple[str | int, ...], reveal: Reveal, missing: list[tuple[Loc, str]]) -> Any:
    if isinstance(value, dict):
        return {key: _resolve(below, (*way, key), reveal, missing) for key, below in value.items()}
    if isinstance(value, list):
        return [_resolve(below, (*way, at), reveal, missing) for at, below in enumerate(value)]
    if not isinstance(value, str) or "${" not in value:
        return value

    def replaced(found: re.Match[str]) -> str:
        try:
            return reveal(found[1], found[2])
        except Unreadable as error:
            missing.append((way, str(error)))
            return HIDDEN

    return REFERENCE.sub(replaced, value)
