"""Whether the sources are seen as they should be, by somebody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from watcher.errors import StoreError
from watcher.model import Payload, Source
from watcher.normalize.selectors import idle
from watcher.pipeline.doctor.advice import Advice, fail, or_well, warn, well
from watcher.pipeline.doctor.patient import Patient
from watcher.pipeline.reading import read
from watcher.store import Reader

_DAY = timedelta(days=1)
_NOISY = 10
"""Changes of one page in a day from which on nobody reads them."""
_SURE = 0.8
"""From here on the reader's own finding of a page's kind is worth telling."""


def unheard(patient: Patient) -> Iterator[Advice]:
    """Sources whose changes nobody would be told."""
    watched = patient.configuration
    way_out = "add it, or one of its tags, to a subscription in watcher.yaml"
    deaf = [one for one in watched.sources if not any(sub.covers(one) for sub in watched.subscriptions)]
    yield from or_well(
        (warn("WD020", patient.place(one), "0 subscribers: nobody is told when it changes", way_out) for one in deaf),
        well("WD020", "sources.yaml", "every source has a subscriber"),
    )


def noisy(patient: Patient) -> Iterator[Advice]:
    """Pages that change so often that nobody reads of it."""
    if patient.store is None:
        return
    yield from or_well(
        (
            warn("WD021", f"sources.yaml {one}", f"{many} changes in a day", _quieter(one))
            for one, many in patient.store.history.busiest(patient.now - _DAY, _NOISY).items()
        ),
        well("WD021", "sources.yaml", f"no page changed more than {_NOISY} times in a day"),
    )


def _quieter(source_id: str) -> str:
    return f"`watcher log {source_id} -n 3` shows what moves; put it under `ignore`, or `select` what counts"


def silent(patient: Patient) -> Iterator[Advice]:
    """Pages that were not seen for much longer than they should."""
    if patient.store is None:
        return
    watched = patient.configuration.sources
    found = [one for source in watched if (one := _unseen(patient, patient.store, source))]
    if len(found) == len(watched) > 1:
        yield warn("WD022", "sources.yaml", f"none of {len(watched)} pages was read of late", "does `watcher run` run?")
    else:
        yield from or_well(found, well("WD022", "sources.yaml", "every page was read of late"))


def _unseen(patient: Patient, store: Reader, source: Source) -> Advice | None:
    seen = store.history.last_seen(source.id)
    if seen is not None and patient.now - seen <= max(_DAY, 3 * source.every):
        return None
    what = f"not read since {seen:%-d %b %H:%M} UTC" if seen else "never read yet"
    return warn("WD022", patient.place(source), what, f"`watcher check {source.id}` says why")


def unexpected(patient: Patient) -> Iterator[Advice]:
    """What was expected of a page and is not so."""
    unmet = patient.store.agenda.unmet() if patient.store else {}
    way_out = "see `watcher read SOURCE`; correct `expect` or `figures`, or `select` another part of the page"
    yield from or_well(
        (
            warn("WD023", f"sources.yaml {source_id}", words, way_out)
            for source_id in (source.id for source in patient.configuration.sources)
            for words in unmet.get(source_id, ())
        ),
        well("WD023", "sources.yaml", "no expectation is unmet"),
    )


def misread(patient: Patient) -> Iterator[Advice]:
    """Pages on which a selector finds nothing, or that do not look like the kind they are said to be."""
    if patient.store is None:
        return
    told = [one for source in patient.configuration.sources for one in _reading(patient, patient.store, source)]
    yield from or_well(
        (one for one in told if one.code == "WD024"), well("WD024", "sources.yaml", "every selector finds something")
    )
    yield from or_well(
        (one for one in told if one.code == "WD025"), well("WD025", "sources.yaml", "every page looks like its kind")
    )
    yield from (one for one in told if one.code == "WD011")


def _reading(patient: Patient, store: Reader, source: Source) -> Iterator[Advice]:
    standing = patient.standings.get(source.id)
    if standing is None or standing.baseline is None or not (source.select or source.ignore.select or source.kind):
        return
    try:
        payload = store.history.payload(standing.baseline)
    except StoreError as error:
        yield fail("WD011", patient.place(source), str(error), "`watcher verify` names all that is damaged")
        return
    yield from _selectors(patient, source, payload)
    yield from _kind(patient, source, payload)


def _selectors(patient: Patient, source: Source, payload: Payload) -> Iterator[Advice]:
    for selector in idle(payload, (*source.select, *source.ignore.select)):
        what = f"nothing on the page is found by {selector!r}"
        yield warn("WD024", patient.place(source), what, f"`watcher read {source.id}` shows what is read instead")


def _kind(patient: Patient, source: Source, payload: Payload) -> Iterator[Advice]:
    found = read(payload, replace(source, kind=None)) if source.kind else None
    if found is not None and found.kind != source.kind and found.confidence >= _SURE:
        what = f"kind is {source.kind}, but the page looks like {found.kind} ({found.confidence:.0%} sure)"
        way_out = f"compare `watcher read {source.id} --kind {found.kind}` with what is read now"
        yield warn("WD025", patient.place(source), what, way_out)
