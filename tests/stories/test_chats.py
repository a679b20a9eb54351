"""One change, told in every chat."""

import contextlib
import importlib.util
import json

import pytest

from tests.deliver import services
from tests.deliver.services import Service

KINDS = ["slack", "teams", "discord", "mattermost", "matrix", "ntfy"]
if importlib.util.find_spec("apprise"):
    KINDS.append("apprise")
REDLINED = {
    "slack": "Visitors ~may~ *must* ask at the desk.",
    "teams": '"may", "strikethrough": true',
    "discord": "Visitors ~~may~~ **must** ask at the desk.",
    "mattermost": "Visitors ~~may~~ **must** ask at the desk.",
    "matrix": "Visitors <del>may</del> <u>must</u> ask at the desk.",
    "ntfy": "Visitors [-may-]{+must+} ask at the desk.",
    "apprise": "Visitors [-may-]{+must+} ask at the desk.",
}
LOCAL = """
version: 1
fetch: {per_host: {concurrency: 4, gap: 0s}, allow_private: [127.0.0.1/32], total_deadline: 5s}
channels:
"""


@pytest.fixture
def rooms():
    """A service of each kind, by its name."""
    with contextlib.ExitStack() as stack:
        yield {kind: stack.enter_context(Service(getattr(services, kind))) for kind in KINDS}


def settings(kind, url) -> str:
    """What watcher.yaml says of it, its secrets elsewhere."""
    if kind == "matrix":
        return f"homeserver: '{url}', room: '!room:example.org', token: '${{env:TOKEN}}'"
    return f"url: '{url}/topic'" if kind != "apprise" else "url: '${env:SERVICE}'"


def configured(rooms) -> tuple[str, dict[str, str]]:
    """watcher.yaml with a channel and a subscription for each, and the environment with the secrets."""
    channels = [f"  {kind}: {{type: {kind}, {settings(kind, room.url)}}}" for kind, room in rooms.items()]
    subscribed = [f"  - {{name: {kind}, channel: {kind}, min_severity: low, cadence: at-once}}" for kind in rooms]
    secrets = {"TOKEN": "s3cret-token"}
    if "apprise" in rooms:
        secrets["SERVICE"] = rooms["apprise"].url.replace("http:", "json:")
    return LOCAL + "\n".join([*channels, "subscriptions:", *subscribed]), secrets


def words(room) -> str:
    """Everything that the one message in the room says."""
    (kept,) = room.kept.values()
    return json.dumps(kept, ensure_ascii=False)


def test_every_channel_can_be_tried(rooms, bot):
    own, secrets = configured(rooms)
    bot.writes("version: 1\nsources:\n  - {id: a, url: 'http://127.0.0.1:9/a'}\n", own)
    for kind, room in rooms.items():
        said = bot.says("notify", "test", kind, **secrets)
        assert (said.code, said.err) == (0, "")
        assert f"somebody asked watcher to test the channel {kind}" in words(room)


def test_a_change_reads_the_same_in_every_chat(rooms, bot, site, frame):
    own, secrets = configured(rooms)
    bot.watches(site.shows("/a", frame("<h2>Who is told?</h2><p>Visitors may ask at the desk.</p>")), watcher=own)
    bot.says("check", **secrets)
    site.shows("/a", frame("<h2>Who is told?</h2><p>Visitors must ask at the desk.</p>"))
    assert bot.says("check", "--notify", **secrets).code == 0
    for kind, room in rooms.items():
        assert REDLINED[kind] in words(room)
        assert "all of it: watcher digest show " in words(room)
