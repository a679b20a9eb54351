"""A sender killed at any moment, against a real mail server and a real webhook: nothing lost, repeats recognisable."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from aiosmtpd.controller import Controller

from tests.store.conftest import Bench
from watcher.model import Channel, Configuration, Manners, Subscription
from watcher.pipeline.gather import gather_all
from watcher.pipeline.send import send
from watcher.store import open_store
from watcher.wiring.clock import RealClock
from watcher.wiring.instance import running

KILLS = 200 if os.environ.get("WATCHER_PROOF") else 40
CHANGES = 3
"""In each life."""


class Brisk(RealClock):
    """Pauses are short, so that a kill meets a sender at work rather than one that waits for its turn."""

    async def sleep(self, seconds):
        """Wait a little."""
        await asyncio.sleep(seconds / 200)


class Post:
    """A mail server that takes every letter, a little slowly."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name for it)
        """Keep it, then say so."""
        self.letters.append(message_from_bytes(envelope.content))
        await asyncio.sleep(0.01)
        return "250 taken"


class Hook(BaseHTTPRequestHandler):
    """A webhook that takes every record, a little slowly."""

    taken: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self):
        """Keep it, then say so."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.headers["webhook-id"], body))
        time.sleep(0.01)
        with contextlib.suppress(ConnectionError):
            self.send_response(204)
            self.end_headers()

    def log_message(self, *_):
        """Keep quiet."""


def free_port():
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def configuration(bench, mail, hook):
    """Two recipients by mail, one webhook; everybody wants everything."""
    smtp = {"host": "127.0.0.1", "port": mail, "tls": "none", "allow_private": True}
    to = ["a@example.test", "b@example.test"]
    return Configuration(
        (bench.source(),),
        (
            Channel("desk", "email", {"to": to, "from": "watcher@example.test", "smtp": smtp}),
            Channel("room", "webhook", {"url": f"http://127.0.0.1:{hook}/in"}),
        ),
        (Subscription("desk", "desk"), Subscription("room", "room")),
        Manners(allow_private=("127.0.0.1/32",)),
        vault=str(bench.vault),
        database=bench.url,
    )


def add_changes(bench, life, look):
    """The page changes a few times, and both subscribers are owed that."""
    with open_store(bench.vault, bench.url, bench.clock) as store:
        for at in range(CHANGES):
            number = life * CHANGES + at + 1
            after = bench.look(f"{number}".encode(), number * 10)
            store.keep([after])
            store.tell([bench.change(look, after, (number, number + 1), {"desk": [0], "room": [0]})])
            look = after
    return look


async def work(watched):
    """What a process does: compose one digest for each subscriber, and send what waits."""
    async with running(watched, clock=Brisk()) as instance:
        await gather_all(instance)
        await send(instance)


def life(watched, after):
    """A process that is killed so long after it began."""
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(work(watched))
        finally:
            os._exit(0)
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_sender_killed_at_any_moment_loses_nothing_and_repeats_itself_under_one_name(tmp_path):
    chance, post = random.Random(5), Post()
    hook = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    mail = Controller(post, hostname="127.0.0.1", port=free_port())
    mail.start()
    try:
        bench = Bench(tmp_path)
        watched = configuration(bench, mail.port, hook.server_port)
        with open_store(bench.vault, bench.url, bench.clock) as store:
            look = bench.known(store)
        began = time.monotonic()
        asyncio.run(work(watched))
        whole = time.monotonic() - began
        for number in range(KILLS):
            look = add_changes(bench, number, look)
            life(watched, chance.uniform(0.5, 3.0) * whole)
        for _ in range(2):
            asyncio.run(work(watched))
    finally:
        mail.stop()
        hook.shutdown()
        hook.server_close()
    is_told_once(bench)
    has_arrived(bench, post.letters, Hook.taken)


def is_told_once(bench):
    """Every change stands in one digest of each subscriber."""
    with open_store(bench.vault, bench.url, bench.clock) as store:
        digests = store.outbox.digests(10_000)
    told = Counter((one.record["subscription"], entry["id"]) for one in digests for entry in one.record["entries"])
    assert len(told) == 2 * KILLS * CHANGES
    assert set(told.values()) == {1}


def has_arrived(bench, letters, records):
    """Every delivery arrived; what came twice was tried twice, and came under one name with the same words."""
    with open_store(bench.vault, bench.url, bench.clock) as store:
        deliveries = store.outbox.deliveries()
    assert {one.state for one in deliveries} == {"sent"}
    tried_twice = sum(one.attempt - 1 for one in deliveries)
    assert 0 <= tried_twice <= KILLS * len(deliveries)
    mails = Counter(letter["Message-ID"] for letter in letters)
    posts = Counter(name for name, _ in records)
    assert len(mails) == sum(one.channel == "desk" for one in deliveries)
    assert len(posts) == sum(one.channel == "room" for one in deliveries)
    assert sum(mails.values()) + sum(posts.values()) <= len(deliveries) + tried_twice
    assert len({(letter["Message-ID"], letter["Subject"]) for letter in letters}) == len(mails)
    assert len(set(records)) == len(posts)
