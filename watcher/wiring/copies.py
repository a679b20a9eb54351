"""Backups of the store that a configuration names."""

from pathlib import Path

from watcher.model import Configuration
from watcher.store.backup import Holding, back_up
from watcher.store.restore import restore


def copied(configuration: Configuration, target: Path) -> Holding:
    """What is kept, copied there; whoever writes goes on."""
    return back_up(Path(configuration.vault), configuration.database, target)


def brought_back(configuration: Configuration, source: Path) -> Holding:
    """What a backup holds, where nothing is kept yet."""
    return restore(source, Path(configuration.vault), configuration.database)
