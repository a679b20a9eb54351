"""How often what was written is sealed, by whose clock."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody who says, under a signature, that a hash was there at a time (RFC 3161)."""

    name: str
    """Lower-case letters and digits: part of the name of each stamp's file."""
    url: str
    chain: str = ""
    """File of the certificates, in PEM, that its stamps must lead to; empty: its own word is taken."""


@dataclass(frozen=True, slots=True)
class Seals:
    """The `seals:` section of watcher.yaml."""

    every: timedelta = timedelta(hours=1)
    authorities: tuple[Authority, ...] = ()
