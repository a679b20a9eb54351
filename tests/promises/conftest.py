"""The site and the bot of the stories, for promises that are about the whole of watcher."""

import os

import pytest

from tests.promises.hostile import HostileServer, Way
from tests.stories.conftest import bot, frame, site

__all__ = ["bot", "frame", "site"]

PROOF = bool(os.environ.get("WATCHER_PROOF"))


@pytest.fixture
def proof() -> bool:
    """Whether the thorough examples are asked for."""
    return PROOF


@pytest.fixture
def misbehaving():
    """Starts servers that misbehave as told."""
    started: list[HostileServer] = []

    def start(at: dict[str, Way], host: str = "127.0.0.1") -> HostileServer:
        started.append(HostileServer(at, host))
        return started[-1]

    yield start
    for server in started:
        server.close()
