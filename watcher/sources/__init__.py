"""Stage 1: sources.yaml and watcher.yaml become Sources, Channels, Subscriptions; every mistake is told at once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from watcher.errors import ConfigurationError, SecretMissing
from watcher.model import Configuration
from watcher.sources.build import bucket, configuration
from watcher.sources.problem import Problem, tally
from watcher.sources.reading import Reading, read
from watcher.sources.references import HIDDEN, hiding, revealing
from watcher.sources.scaffold import scaffold
from watcher.sources.schema import schema

__all__ = ["Problem", "check", "load", "outline", "scaffold", "schema", "secret_files", "shown", "tally"]


def load(folder: Path, environ: Mapping[str, str]) -> Configuration:
    """Everything the files in the folder say, paths absolute.

    ConfigurationError with every mistake of both files; SecretMissing if nothing but secrets is missing.
    """
    home = folder.resolve()
    return _configured(read(home, revealing(home, environ)))


def outline(folder: Path, environ: Mapping[str, str]) -> Configuration:
    """The same for those who only ask: secrets are covered, so that none need be at hand.

    But for those of the database, and of a bucket: what lies there is what is asked for.
    """
    home = folder.resolve()
    covered = _configured(read(home, hiding(revealing(home, environ))))
    if covered.bodies is None and HIDDEN not in covered.database:
        return covered
    said = read(home, revealing(home, environ)).watcher
    return replace(covered, database=said.database, bodies=bucket(said.bodies)) if said else covered


def check(folder: Path, environ: Mapping[str, str], no_browser: str = "") -> list[Problem]:
    """Every mistake in the files of the folder, warnings too, in the order of the lines.

    `no_browser` is why no page can be rendered on this machine; empty where it can.
    """
    home = folder.resolve()
    return read(home, revealing(home, environ), no_browser).problems


def secret_files(folder: Path) -> tuple[Path, ...]:
    """The files that secrets are read from, whether they are there or not."""
    home = folder.resolve()
    named: list[Path] = []

    def note(source: str, name: str) -> str:
        named.extend([home / name] if source == "file" else [])
        return HIDDEN

    read(home, note)
    return tuple(dict.fromkeys(named))


def shown(folder: Path, environ: Mapping[str, str]) -> dict[str, object]:
    """The configuration in force in JSON's types, in the files' own keys; secrets are covered.

    ConfigurationError as in `load`; a missing secret is shown as missing.
    """
    home = folder.resolve()
    reading = read(home, hiding(revealing(home, environ)))
    resolved = _configured(reading)
    assert reading.watcher
    assert reading.sources is not None
    return reading.watcher.model_dump(mode="json") | {
        "vault": resolved.vault,
        "database": resolved.database,
        "channels": {each.name: {"type": each.type, **each.settings} for each in resolved.channels},
        "sources": [source.model_dump(mode="json") for source in reading.sources],
    }


def _configured(reading: Reading) -> Configuration:
    errors = [problem for problem in reading.problems if problem.is_error]
    if any(problem.code != "WC042" for problem in errors):
        raise ConfigurationError(reading.problems)
    if errors:
        raise SecretMissing("\n".join(str(problem) for problem in errors))
    assert reading.watcher
    assert reading.sources is not None
    return configuration(reading.folder, reading.sources, reading.watcher)
