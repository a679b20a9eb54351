"""Whatever a server does, it costs its own source one look: bounded in time and memory, and never a version."""

import asyncio
import contextlib
import itertools
import json
import random
import subprocess
import sys
import time

import pytest

from tests.promises.hostile import (
    GOOD,
    answer,
    bombs,
    chunked,
    codings,
    moves,
    says,
    unreadable,
    ways,
)
from watcher.errors import FetchError, Refused, Truncated
from watcher.model import Manners
from watcher.net import Client
from watcher.wiring.clock import RealClock

MANNERS = """
version: 1
fetch:
  contact: "https://example.org/bot"
  per_host: {concurrency: 16, gap: 0s}
  allow_private: [127.0.0.0/8]
  total_deadline: 3s
channels:
  box: {type: mailbox, path: ./mail}
subscriptions:
  - {name: all, channel: box, min_severity: low, cadence: at-once}
"""


def named(path: str) -> str:
    """The id of the source at the path."""
    return path.replace(".", "-")


def watch(bot, *servers, watcher=MANNERS):
    """Watch everything that the servers do."""
    lines = [
        f"  - {{id: {named(path)}, url: '{server.url(path)}', moving_parts: keep}}\n"
        for server in servers
        for path in server.at
    ]
    bot.writes("version: 1\nsources:\n" + "".join(lines), watcher)


@pytest.mark.timeout(300)
def test_one_of_every_hostile_kind_costs_itself_alone(bot, misbehaving, proof):
    pages = {f"good-{at}": says(answer(GOOD + b"<p>%d" % at)) for at in range(499 if proof else 40)}
    good = misbehaving(pages, host="127.0.0.2")
    hostile = misbehaving({name: way for name, (way, _) in ways().items()})
    heavy = misbehaving({f"read-{name}": says(answer(body)) for name, body in unreadable().items()}, host="127.0.0.3")
    watch(bot, good, hostile, heavy)
    began = time.monotonic()
    first = bot.checks()
    assert time.monotonic() - began < 120
    came = {source["id"]: source for source in first.form["sources"]}
    wrong = {name: came[named(name)]["outcome"] for name, (_, right) in ways().items()}
    assert {name: outcome for name, outcome in wrong.items() if outcome not in ways()[name][1]} == {}
    assert {came[name]["outcome"] for name in pages} == {"ok"}
    assert all(one["version"] is None for one in came.values() if one["outcome"] not in ("ok", "unreadable"))
    again = bot.checks(*pages)
    assert again.counts == {"checked": len(pages), "first": 0, "unchanged": len(pages), "changed": 0, "failing": 0}
    assert bot.says("verify").code == 0


def asked(url, deadline=5.0, allow=("127.0.0.1",)):
    """The answer, or the failure."""

    async def ask():
        async with Client(Manners(allow_private=allow, total_deadline=deadline), RealClock()) as client:
            return await client.get(url)

    return asyncio.run(ask())


STALLING = ["drip-body", "drip-chunks", "drip-head", "stall-head", "stall-body", "interim-drip", "interim-flood"]


def test_no_look_outlives_its_deadline(misbehaving):
    server = misbehaving({name: ways()[name][0] for name in STALLING})

    async def ask():
        async with Client(Manners(allow_private=("127.0.0.1",), total_deadline=3.0), RealClock()) as client:
            return await asyncio.gather(*(client.get(server.url(name)) for name in STALLING), return_exceptions=True)

    began = time.monotonic()
    came = asyncio.run(ask())
    assert time.monotonic() - began < 3.0 + 2.0
    assert [type(one) for one in came if not isinstance(one, FetchError)] == []


BOMBS = """
import asyncio, json, resource, sys, time
from watcher.errors import FetchError
from watcher.model import Manners
from watcher.net import Client
from watcher.wiring.clock import RealClock

def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

async def main(good, *urls):
    told = {}
    async with Client(Manners(allow_private=("127.0.0.1",)), RealClock()) as client:
        await client.get(good)
        before = used()
        for url in urls:
            began = time.monotonic()
            try:
                await client.get(url)
                how = "taken"
            except FetchError as failure:
                how = failure.outcome
            told[url.rpartition("/")[2]] = [how, time.monotonic() - began]
        print(json.dumps([used() - before, told]))

asyncio.run(main(*sys.argv[1:]))
"""


def test_no_bomb_costs_more_than_sixty_four_mebibytes_or_two_seconds(misbehaving):
    server = misbehaving({"good": says(answer(GOOD))} | {name: says(bomb) for name, bomb in bombs().items()})
    told = subprocess.run(
        [sys.executable, "-c", BOMBS, *(server.url(path) for path in server.at)],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    mebibytes, came = json.loads(told.stdout)
    assert mebibytes < 64
    assert set(came) == set(bombs())
    assert {name: how for name, (how, _) in came.items() if how not in ("too_large", "decode_error")} == {}
    assert max(seconds for _, seconds in came.values()) < 2


def framed(coding, framing):
    """The good page sent so that its end can be known: head, body."""
    name, body = codings()[coding]
    coded = [b"Content-Encoding: " + name] if name else []
    if framing == "length":
        coded.append(b"Content-Length: %d" % len(body))
    if framing == "chunks":
        coded.append(b"Transfer-Encoding: chunked")
        body = chunked(body)
    return answer(b"", *coded, length=False), body


@pytest.mark.parametrize(
    ("coding", "framing"),
    [
        *itertools.product(["plain", "gzip", "zlib", "deflate", "br"], ["length", "chunks"]),
        *itertools.product(["gzip", "zlib", "deflate", "br"], ["close"]),
    ],
)
def test_a_page_of_sixty_kilobytes_cut_anywhere_is_truncated(misbehaving, proof, coding, framing):
    head, body = framed(coding, framing)
    positions = sorted(random.Random(coding + framing).sample(range(len(body)), 500 if proof else 40))
    server = misbehaving({str(cut): says(head + body[:cut]) for cut in positions} | {"whole": says(head + body)})

    async def ask():
        taken = []
        async with Client(Manners(allow_private=("127.0.0.1",)), RealClock()) as client:
            assert (await client.get(server.url("whole"))).body.endswith(GOOD)
            for cut in positions:
                with contextlib.suppress(Truncated):
                    taken.append((cut, len((await client.get(server.url(str(cut)))).body)))
        return taken

    assert asyncio.run(ask()) == []


def test_a_page_of_which_only_the_connection_ended_is_looked_at_again_before_it_counts(bot, misbehaving):
    server = misbehaving({"page": says(answer(GOOD, length=False))})
    watch(bot, server)
    assert bot.checks().counts["first"] == 1
    for share in (0.3, 0.65, 0.95, 0.999):
        cuts = iter([GOOD[: int(len(GOOD) * share)], GOOD])
        server.at["page"] = lambda connection, _, cuts=cuts: connection.sendall(answer(next(cuts), length=False))
        told = bot.checks()
        assert told.source("page")["version"] == "v1"
        assert told.kinds == []


INTERNAL = [
    "http://127.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://user@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@8.8.8.8/",
]


def test_no_spelling_of_an_internal_address_is_connected_to_not_even_by_a_redirect(misbehaving):
    inner = misbehaving({"": says(answer(b"secret"))})
    spelled = [url.format(port=inner.port) for url in INTERNAL]
    outer = misbehaving({str(at): moves(url.encode()) for at, url in enumerate(spelled)}, host="127.0.0.2")
    for at, url in enumerate(spelled):
        with pytest.raises(Refused) as refused:
            asked(url, allow=())
        assert refused.value.code == "E_SSRF_BLOCKED"
        with contextlib.suppress(Refused):  # or it leads nowhere that can be asked
            assert asked(outer.url(str(at)), allow=("127.0.0.2",)).status == 302
    assert inner.heads == []
    assert len(outer.heads) == len(spelled)


def test_nothing_of_one_host_reaches_another(misbehaving):
    other = misbehaving({"page": says(answer(GOOD))}, host="127.0.0.2")
    cookie = b"Set-Cookie: session=s3cret; Domain=127.0.0.2; Path=/"
    one = misbehaving(
        {"page": says(answer(b"", cookie, b"Location: " + other.url("page").encode(), status=b"307 Moved"))}
    )

    async def ask():
        async with Client(Manners(allow_private=("127.0.0.0/8",)), RealClock()) as client:
            secrets = {"Authorization": "Bearer t0ken", "X-Api-Key": "t0ken", "Referer": "http://t0ken.test/"}
            for _ in range(3):
                await client.get(one.url("page"), headers=secrets)
                await client.get(other.url("page"))

    asyncio.run(ask())
    assert len(other.heads) == 6
    leaked = b"".join(other.heads)
    assert b"s3cret" not in leaked
    assert b"t0ken" not in leaked
    assert b"Cookie" not in leaked
