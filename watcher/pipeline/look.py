"""The first step: what does the source answer now? Keep it, and see whether it is the page we know."""

from dataclasses import replace
from functools import partial

from watcher.errors import StoreError
from watcher.fetch.fetching import Fetched, Known, fetch
from watcher.fetch.further import fetch_further
from watcher.model import Outcome, Payload, Snapshot, Source, Standing
from watcher.normalize import differ_in_tokens_alone, is_html, next_page, skim_all
from watcher.pipeline.instance import Instance
from watcher.pipeline.links import as_asked
from watcher.pipeline.rhythm import may_ask_conditionally, next_look
from watcher.store import Look
from watcher.urls import host


async def ask(instance: Instance, source: Source, standing: Standing, *, in_full: bool = False) -> Fetched:
    """Fetch the source once, when its host's turn has come; in full, or only if it is no longer what we have."""
    known = None if in_full or source.pages.follow_next or source.render else _known(instance, standing)
    first = await _visit(instance, source, known)
    return as_asked(source, await fetch_further(first, source, next_page, partial(_further, instance, source)))


async def _visit(instance: Instance, source: Source, known: Known | None = None) -> Fetched:
    async with instance.pace.turn(host(source.url)):
        return await fetch(source, instance.client, instance.clock, instance.robots, known, instance.renderer)


async def _further(instance: Instance, source: Source, url: str) -> Fetched:
    """A further page of the source's list, in a turn of its own."""
    return await _visit(instance, replace(source, url=url))


async def keep(instance: Instance, standing: Standing, fetched: Fetched) -> Look:
    """Make the answer durable before anything is made of it."""
    look = recognise(instance, standing, fetched)
    await instance.keeper.keep(look)
    return look


def recognise(instance: Instance, standing: Standing, fetched: Fetched) -> Look:
    """Whether the answer is the page as last compared: not modified, the same bytes, or the same skim."""
    snapshot, payload = fetched.snapshot, fetched.payload
    now = instance.clock.now()
    source = instance.sources[snapshot.source_id]
    when = next_look(source, standing, snapshot, now)
    quiet = standing.baseline is not None and not standing.away and standing.rules == instance.rules
    quiet = quiet and not standing.is_history
    if snapshot.outcome is Outcome.NOT_MODIFIED:
        return Look(snapshot, None, standing.skim, standing.rules, recognised=quiet, next_look_at=when)
    if snapshot.outcome is not Outcome.OK or payload is None:
        # Of a link's target that nobody wants a copy of, it is enough that it answers.
        answers = quiet and snapshot.outcome is Outcome.OK
        return Look(snapshot, payload, rules=instance.rules, recognised=answers, next_look_at=when)
    if quiet and _same_bytes(standing, snapshot):
        return Look(snapshot, payload, standing.skim, instance.rules, recognised=True, next_look_at=when)
    if quiet and _differs_in_tokens_alone(instance, standing, snapshot, payload):
        return Look(snapshot, payload, standing.skim, instance.rules, recognised=True, next_look_at=when)
    # A body that could hang the parser has no skim: a worker reads it.
    skimmed = skim_all(payload, standing.moving if source.learn_moving else ())
    known = quiet and bool(skimmed) and skimmed == standing.skim and not _went_elsewhere(standing, snapshot)
    return Look(snapshot, payload, skimmed, instance.rules, recognised=known, next_look_at=when)


def _same_bytes(standing: Standing, snapshot: Snapshot) -> bool:
    return (
        standing.baseline is not None
        and standing.baseline.body_sha256 == snapshot.body_sha256
        and standing.baseline.further == snapshot.further
        and not _went_elsewhere(standing, snapshot)
    )


def _differs_in_tokens_alone(instance: Instance, standing: Standing, snapshot: Snapshot, payload: Payload) -> bool:
    """The cheap test before the skim: bodies of one type, cut at each tag and compared piece by piece."""
    baseline = standing.baseline
    if baseline is None or baseline.body_sha256 is None or not standing.skim or _went_elsewhere(standing, snapshot):
        return False
    if baseline.further or snapshot.further:
        return False
    if baseline.header("content-type") != snapshot.header("content-type"):
        return False
    if not is_html(payload.body, payload.content_type):
        return False
    if not instance.store.are_bodies_near:
        return False
    try:
        # That damage made it what the page is now is not to be feared.
        kept = instance.store.body_as_it_lies(baseline.body_sha256)
    except StoreError:
        return False  # a damaged copy is for `verify` to name; the skim tells without it whether the page is the same
    return differ_in_tokens_alone(kept, payload.body)


def _went_elsewhere(standing: Standing, snapshot: Snapshot) -> bool:
    return standing.baseline is not None and standing.baseline.final_url != snapshot.final_url


def _known(instance: Instance, standing: Standing) -> Known | None:
    if standing.baseline is None or not may_ask_conditionally(standing, instance.rules, instance.clock.now()):
        return None
    return Known(standing.etag, standing.last_modified, standing.baseline.body_sha256, standing.baseline.body_bytes)
