"""The manners in which pages are fetched: how politely, how carefully."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manners:
    """The `fetch:` section of watcher.yaml; lengths of time in seconds."""

    contact: str = ""
    """Where a site's operator can reach us; part of the User-Agent."""
    concurrency: int = 64
    """Looks at once, all hosts."""
    host_concurrency: int = 1
    host_gap: float = 2.0
    total_deadline: float = 60.0
    respect_robots: bool = True
    allow_private: tuple[str, ...] = ()
    """CIDRs or host names that the address guard lets through, any port."""
