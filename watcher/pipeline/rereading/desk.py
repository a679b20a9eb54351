"""What reading again needs: nothing of the network."""

from dataclasses import dataclass, field

from watcher.model import Clock
from watcher.pipeline.asking import Watched
from watcher.pipeline.reader import Reader
from watcher.store import Reader as Kept


@dataclass(frozen=True, slots=True)
class Desk:
    """Where history is read again, beside whoever is looking and sending."""

    kept: Kept
    reader: Reader
    clock: Clock
    rules: str
    """Fingerprint of the reading rules in force."""
    watched: Watched = field(default_factory=dict)
    """Every configured source's address and title."""
