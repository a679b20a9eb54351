"""Whether what is found would reach somebody."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from watcher.errors import DeliveryError, FetchError
from watcher.model import Channel, Source
from watcher.pipeline.doctor.advice import Advice, fail, or_well, warn, well
from watcher.pipeline.doctor.patient import Outside, Patient
from watcher.urls import host

_AT_ONCE = 16


def given_up(patient: Patient) -> Iterator[Advice]:
    """Deliveries that nobody tries any more."""
    dead = patient.store.outbox.dead() if patient.store else 0
    way_out = "`watcher outbox list --state dead` says why, `watcher outbox retry --all` tries them again"
    yield warn("WD030", "outbox", f"{dead} given up", way_out) if dead else well("WD030", "outbox", "0 given up")


def dead_man(patient: Patient) -> Iterator[Advice]:
    """Whether somebody is told if watcher itself stops."""
    if patient.configuration.ping:
        yield well("WD031", "watcher.yaml ping", "an outside service hears of every pass")
    else:
        what = "no dead-man URL: nobody is told if watcher itself stops"
        way_out = 'name a service that speaks up when it hears nothing: `ping: "${file:ping_url}"`'
        yield warn("WD031", "watcher.yaml", what, way_out)


async def names(patient: Patient, outside: Outside) -> AsyncIterator[Advice]:
    """Whether the names of the sites are known."""
    first: dict[str, Source] = {}
    for source in patient.configuration.sources:
        first.setdefault(host(source.url), source)
    bound = asyncio.Semaphore(_AT_ONCE)

    async def fault(url: str) -> str:
        async with bound:
            try:
                await outside.resolve(url)
            except FetchError as error:
                return str(error)
        return ""

    faults = await asyncio.gather(*(fault(source.url) for source in first.values()))
    broken = [(source, why) for source, why in zip(first.values(), faults, strict=True) if why]
    say = fail if broken and len(broken) == len(first) else warn
    way_out = "see to this machine's DNS" if say is fail else "correct the address in sources.yaml"
    for advice in or_well(
        (say("WD040", patient.place(source), why, way_out) for source, why in broken),
        well("WD040", "DNS", f"{len(first)} hosts, all known"),
    ):
        yield advice


async def channels(patient: Patient, outside: Outside) -> AsyncIterator[Advice]:
    """Whether each channel would take something: a login, a connection; nothing is sent."""
    tried = await asyncio.gather(*(_tried(channel, outside) for channel in patient.configuration.channels))
    for advice in tried:
        yield advice


async def _tried(channel: Channel, outside: Outside) -> Advice:
    where = f"watcher.yaml channels.{channel.name}"
    try:
        told = await outside.probe(channel)
    except DeliveryError as error:
        return fail("WD041", where, str(error), f"correct it, then `watcher notify test {channel.name}`")
    return well("WD041", where, told or "nothing to reach before something is sent")
