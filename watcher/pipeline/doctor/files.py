"""Whether the files that people write or protect are right."""

import stat
from collections.abc import Iterator
from pathlib import Path

from watcher.pipeline.doctor.advice import Advice, fail, or_well, warn, well
from watcher.pipeline.doctor.patient import Patient
from watcher.store.database.database import database_file
from watcher.store.opening import key_file

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def configuration(patient: Patient) -> Iterator[Advice]:
    """Every mistake in the two files."""
    told = len(patient.configuration.sources)
    yield from or_well(_mistakes(patient), well("WD001", "sources.yaml", f"{told} sources, 0 problems"))


def _mistakes(patient: Patient) -> Iterator[Advice]:
    for one in patient.problems:
        where = f"{one.file}:{one.line}" if one.line else one.file
        say = fail if one.is_error else warn
        yield say("WD001", where, f"{one.where}: {one.message} ({one.code})", "`watcher config check` shows the place")


def secrets(patient: Patient) -> Iterator[Advice]:
    """Whether nobody else may read the files that secrets are in."""
    open_ones = [path for path in patient.secrets if _is_open(path)]
    told = f"{len(patient.secrets)} files, none open to others"
    yield from or_well(
        (warn("WD002", str(path), "others may read this secret", f"chmod 600 {path}") for path in open_ones),
        well("WD002", "secrets", told if patient.secrets else "none is read from a file"),
    )


def signing_key(patient: Patient) -> Iterator[Advice]:
    """Whether nobody else can sign in our name, nor make the links by which readers leave."""
    path = key_file(Path(patient.configuration.vault), patient.configuration.database)
    leave = path.with_suffix(".leave")
    if _is_open(leave):
        way_out = f"remove {leave}: the next letter makes another, and links in older letters end"
        yield fail("WD003", str(leave), "others may read the secret of the links by which readers leave", way_out)
    if not path.exists():
        yield well("WD003", str(path), "no key yet; the first seal makes it")
    elif _is_open(path):
        way_out = f"chmod 600 {path}; if anybody may have read it: `watcher seal --rotate-key`"
        yield fail("WD003", str(path), "others may read the key that signs seals", way_out)
    else:
        yield well("WD003", str(path), "only its owner may read it")


def database_log(patient: Patient) -> Iterator[Advice]:
    """Whether SQLite's log is folded back into the database."""
    file = database_file(patient.configuration.database)
    if file is None:
        return
    log = file.with_name(f"{file.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > 256 << 20:
        way_out = "end whoever reads for hours on end (a backup, a shell), then restart `watcher run`"
        yield warn("WD004", str(log), f"{size >> 20:,} MB are not folded back into the database", way_out)
    else:
        yield well("WD004", str(log), f"{size / (1 << 20):.1f} MB")


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False  # one that is not there is told as a mistake of the configuration
