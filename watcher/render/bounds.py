"""How far a page may go while it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far one page may go."""

    silence: float = 10.0
    """Seconds: the longest wait for a page to be there, then for it to fall silent."""
    memory: int = 1 << 30
    """Bytes that the browser may hold with it."""
    characters: int = 20 << 20
    """Of the final DOM, and of all that it loads."""
