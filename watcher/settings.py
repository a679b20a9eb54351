"""What the environment says: this module alone reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment at one moment."""

    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    """All of it, for `${env:NAME}`; never printed."""
    no_color: bool = False
    """`NO_COLOR` is set (no-color.org: to anything but nothing)."""
    force_color: bool = False
    """`FORCE_COLOR` is set."""
    database_url: str | None = None
    """`DATABASE_URL`: takes the place of `database:` in watcher.yaml."""
    log_level: str = "WARNING"
    """`WATCHER_LOG`: the least level that is logged, in capitals."""
    crash_at: str | None = None
    """`WATCHER_CRASH_AT`: the fault point at which a crash test wants this process to die."""


def shut_plugins_out() -> None:
    """Nothing that happens to be installed beside watcher hooks itself into how it reads its files.

    Pydantic would ask every distribution whether it brings a plugin: a twenty-fifth of a start, for none.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def environment() -> Settings:
    """The environment as it is now."""
    return settings(dict(os.environ))


def settings(environ: Mapping[str, str]) -> Settings:
    """What these variables say.

    >>> settings({"NO_COLOR": "", "WATCHER_LOG": "debug"}).log_level
    'DEBUG'
    """
    return Settings(
        environ=environ,
        no_color=bool(environ.get("NO_COLOR")),
        force_color=bool(environ.get("FORCE_COLOR")),
        database_url=environ.get("DATABASE_URL") or None,
        log_level=(environ.get("WATCHER_LOG") or "WARNING").upper(),
        crash_at=environ.get("WATCHER_CRASH_AT") or None,
    )
