"""The public web archive that is asked for captures, old ones or new."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebArchive:
    """The `archive:` section of watcher.yaml."""

    url: str = "https://web.archive.org"
    """Without a closing slash."""
    gap: float = 4.0
    """Seconds between two questions."""
