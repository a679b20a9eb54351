"""What a check says: how it is, where, what was found, what can be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something is."""

    OK = "ok"
    WARN = "warn"
    """It works, but somebody should know."""
    FAIL = "FAIL"
    """It does not work, or what it promises does not hold."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of the diagnosis."""

    code: str
    """Stable, explained in docs/doctor.md."""
    state: State
    where: str
    what: str
    way_out: str = ""

    def form(self) -> dict[str, str | None]:
        """In JSON's types."""
        return {
            "code": self.code,
            "state": self.state.value,
            "where": self.where,
            "what": self.what,
            "way_out": self.way_out or None,
            "help": f"docs/doctor.md#{self.code.lower()}",
        }


def well(code: str, where: str, what: str) -> Advice:
    """All is as it should be."""
    return Advice(code, State.OK, where, what)


def warn(code: str, where: str, what: str, way_out: str) -> Advice:
    """Somebody should know."""
    return Advice(code, State.WARN, where, what, way_out)


def fail(code: str, where: str, what: str, way_out: str) -> Advice:
    """Something does not work."""
    return Advice(code, State.FAIL, where, what, way_out)


def or_well(found: Iterable[Advice], otherwise: Advice) -> Iterator[Advice]:
    """What was found; where nothing was, that all is well."""
    told = list(found)
    yield from told or [otherwise]
