"""Whether what was seen is kept, in one piece, under seal."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from watcher.pipeline.doctor.advice import Advice, fail, or_well, warn, well
from watcher.pipeline.doctor.patient import Patient
from watcher.pipeline.sealing import is_overdue
from watcher.store import Reader

_NO_BODY = (1, 1 << 32)
"""The sample of the copies that is read: as good as none, which is what makes it quick."""
_LITTLE, _TOO_LITTLE = 2 << 30, 200 << 20
_GRACE = timedelta(minutes=10)


def space(patient: Patient) -> Iterator[Advice]:
    """Whether the vault's disk has room."""
    vault = Path(patient.configuration.vault)
    there = next(path for path in (vault, *vault.parents) if path.exists())
    free = shutil.disk_usage(there).free
    told = f"{free / (1 << 30):,.1f} GB free"
    way_out = "free the disk or move the vault: a write that fails stops watcher"
    if free < _TOO_LITTLE:
        yield fail("WD010", str(vault), told, way_out)
    else:
        yield warn("WD010", str(vault), told, way_out) if free < _LITTLE else well("WD010", str(vault), told)


def chain(patient: Patient) -> Iterator[Advice]:
    """Whether ledger, seals and rows are as they were written; the copies themselves are for `watcher verify`."""
    vault = patient.configuration.vault
    if patient.store is None:
        yield _nothing_kept(patient)
        return
    faults = patient.store.verify(_NO_BODY)
    way_out = "stop watcher, then see `watcher verify`; a database that is wrong: `watcher reindex`"
    yield from or_well(
        (fail("WD011", vault, fault, way_out) for fault in faults),
        well("WD011", vault, "chain intact; `watcher verify` reads the copies too"),
    )


def _nothing_kept(patient: Patient) -> Advice:
    if patient.unusable:
        return fail("WD011", patient.configuration.vault, patient.unusable, "bring it back from a backup")
    return warn("WD011", patient.configuration.vault, "nothing is kept yet", "`watcher check` looks for the first time")


def seal(patient: Patient) -> Iterator[Advice]:
    """Whether what was seen is sealed when it should be."""
    vault, store = patient.configuration.vault, patient.store
    last = store.last_seal() if store else None
    if store is None or last is None:
        return
    age = patient.now - store.sealed_at(last.number)
    told = f"seal {last.number} is {_length(age)} old"
    if age > 2 * patient.configuration.seals.every + _GRACE and not store.archive.is_complete:
        yield warn("WD012", vault, f"{told}, and what came after it is not sealed", "`watcher seal`; does `run` run?")
    else:
        yield well("WD012", vault, told)


def stamps(patient: Patient) -> Iterator[Advice]:
    """Whether authorities say when the seals were there."""
    authorities = patient.configuration.seals.authorities
    if not authorities:
        way_out = "name two under `seals.authorities`; until then the times rest on this machine's word"
        yield warn("WD013", "watcher.yaml seals", "no authority stamps the seals with the time", way_out)
    elif patient.store is not None:
        yield from or_well(
            _owing(patient, patient.store),
            well("WD013", "watcher.yaml seals", f"{len(authorities)} authorities, none owes a stamp for a day"),
        )


def _owing(patient: Patient, store: Reader) -> Iterator[Advice]:
    for authority in patient.configuration.seals.authorities:
        stamped = store.stamped(authority.name)
        if is_overdue(stamped, patient.now):
            what = f"owes a stamp since {stamped.waiting_since:%-d %b %H:%M} UTC"
            yield warn("WD013", authority.name, what, f"see that {authority.url} answers; name a second one")


def _length(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"
