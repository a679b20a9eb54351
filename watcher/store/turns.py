"""Methods that have a turn of their own: no other writer comes between what they ask, then write."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from watcher.store.journal import ReadOnlyJournal

Said = ParamSpec("Said")
Answer = TypeVar("Answer")


class Writing(Protocol):
    """Whatever writes to a journal."""

    _journal: ReadOnlyJournal


Writer = TypeVar("Writer", bound=Writing)


def in_turn(method: Callable[Concatenate[Writer, Said], Answer]) -> Callable[Concatenate[Writer, Said], Answer]:
    """The method, all of it in one turn: others see nothing of it before it ends, and then everything."""

    @wraps(method)
    def within(self: Writer, /, *args: Said.args, **said: Said.kwargs) -> Answer:
        with self._journal.turn():
            return method(self, *args, **said)

    return within
