"""Which checks there are, in which order."""

from collections.abc import AsyncIterator, Callable, Iterator

from watcher.pipeline.doctor import files, keeping, surroundings, telling, watching
from watcher.pipeline.doctor.advice import Advice
from watcher.pipeline.doctor.patient import Outside, Patient

INDOORS: tuple[Callable[[Patient], Iterator[Advice]], ...] = (
    files.configuration,
    files.secrets,
    files.signing_key,
    files.database_log,
    keeping.space,
    keeping.chain,
    keeping.seal,
    keeping.stamps,
    watching.unheard,
    watching.noisy,
    watching.silent,
    watching.unexpected,
    watching.misread,
    telling.given_up,
    telling.dead_man,
    surroundings.programs,
)
"""What needs no network."""

OUTDOORS: tuple[Callable[[Patient, Outside], AsyncIterator[Advice]], ...] = (
    telling.names,
    telling.channels,
    surroundings.clock,
)
"""What only the network can say."""


def examine(patient: Patient) -> Iterator[Advice]:
    """Everything that can be said without the network."""
    for check in INDOORS:
        yield from check(patient)


async def examine_online(patient: Patient, outside: Outside) -> list[Advice]:
    """What the network says; nothing is sent to anybody."""
    return [advice for check in OUTDOORS async for advice in check(patient, outside)]
