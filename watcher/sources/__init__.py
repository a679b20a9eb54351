"""Stage 1: sources.yaml and watcher.yaml become Sources, Channels, Subscriptions; every mistake is told at once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from watcher.errors import ConfigurationError, SecretMissing
from watcher.model import Configuration, Source
from watcher.sources.build import bucket, completed, configuration, filled, renamed, source
from watcher.sources.entries import NOTHING, Making
from watcher.sources.problem import Problem, tally
from watcher.sources.reading import Reading, read, read_watcher
from watcher.sources.references import HIDDEN, hiding, revealing
from watcher.sources.scaffold import scaffold
from watcher.sources.schema import schema

__all__ = ["Problem", "check", "load", "outline", "scaffold", "schema", "secret_files", "shown", "tally"]


def load(folder: Path, environ: Mapping[str, str]) -> Configuration:
    """Everything the files in the folder say, paths absolute.

    ConfigurationError with every mistake of both files; SecretMissing if nothing but secrets is missing.
    """
    home = folder.resolve()
    return _configured(read(home, revealing(home, environ), _SOURCES))


def outline(folder: Path, environ: Mapping[str, str]) -> Configuration:
    """The same for those who only ask: secrets are covered, so that none need be at hand.

    But for those of the database, and of a bucket: what lies there is what is asked for.
    """
    home = folder.resolve()
    covered = _configured(read(home, hiding(revealing(home, environ)), _SOURCES))
    if covered.bodies is None and HIDDEN not in covered.database:
        return covered
    said = read_watcher(home, revealing(home, environ))
    return replace(covered, database=said.database, bodies=bucket(said.bodies)) if said else covered


def check(folder: Path, environ: Mapping[str, str], no_browser: str = "") -> list[Problem]:
    """Every mistake in the files of the folder, warnings too, in the order of the lines.

    `no_browser` is why no page can be rendered on this machine; empty where it can.
    """
    home = folder.resolve()
    return read(home, revealing(home, environ), NOTHING, no_browser).problems


def secret_files(folder: Path) -> tuple[Path, ...]:
    """The files that secrets are read from, whether they are there or not."""
    home = folder.resolve()
    named: list[Path] = []

    def note(source: str, name: str) -> str:
        named.extend([home / name] if source == "file" else [])
        return HIDDEN

    read_watcher(home, note)
    return tuple(dict.fromkeys(named))


def shown(folder: Path, environ: Mapping[str, str]) -> dict[str, object]:
    """The configuration in force in JSON's types, in the files' own keys; secrets are covered.

    ConfigurationError as in `load`; a missing secret is shown as missing.
    """
    home = folder.resolve()
    reading = read(home, hiding(revealing(home, environ)), _ENTRIES)
    _refuse_errors(reading)
    assert reading.watcher
    assert reading.made is not None
    resolved = configuration(home, (), reading.watcher)
    return reading.watcher.model_dump(mode="json") | {
        "vault": resolved.vault,
        "database": resolved.database,
        "channels": {each.name: {"type": each.type, **each.settings} for each in resolved.channels},
        "sources": [entry | {"id": each} for entry, each in zip(reading.made, reading.ids, strict=True)],
    }


_SOURCES = Making(source, renamed)
_ENTRIES = Making(filled, lambda entry, form: entry | {"url": form.url, "name": form.name})


def _configured(reading: Reading[Source]) -> Configuration:
    _refuse_errors(reading)
    assert reading.watcher
    assert reading.made is not None
    return configuration(reading.folder, completed(reading.made, reading.ids), reading.watcher)


def _refuse_errors(reading: Reading[Any]) -> None:
    errors = [problem for problem in reading.problems if problem.is_error]
    if any(problem.code != "WC042" for problem in errors):
        raise ConfigurationError(reading.problems)
    if errors:
        raise SecretMissing("\n".join(str(problem) for problem in errors))
