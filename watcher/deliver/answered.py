"""What is sent by HTTP, seen from here: a body goes out, an answer comes in."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Answered(Protocol):
    """An answer to a post."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """Name, value."""

    @property
    def body(self) -> bytes:
        """What came with it."""


class Post(Protocol):
    """Sends a body; what cannot be answered raises FetchError, whose `sent` tells whether the body had left."""

    async def __call__(self, url: str, *, body: bytes, headers: Mapping[str, str], method: str = "POST") -> Answered:
        """The answer, whatever its status."""
