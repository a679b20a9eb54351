"""Backups of the store that a configuration names."""

from pathlib import Path

from watcher.errors import StoreError
from watcher.model import Configuration
from watcher.store.backup import Holding, back_up
from watcher.store.restore import restore


def copied(configuration: Configuration, target: Path) -> Holding:
    """What is kept, copied there; whoever writes goes on."""
    _require_folder(configuration)
    return back_up(Path(configuration.vault), configuration.database, target)


def brought_back(configuration: Configuration, source: Path) -> Holding:
    """What a backup holds, where nothing is kept yet."""
    _require_folder(configuration)
    return restore(source, Path(configuration.vault), configuration.database)


def _require_folder(configuration: Configuration) -> None:
    if configuration.bodies:
        raise StoreError(f"{configuration.bodies.url}: what lies in a bucket is copied with its own tools")
