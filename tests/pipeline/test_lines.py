"""At most a message a second to a channel, and nobody waits for a channel that is not theirs."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest

from tests.store.conftest import Bench, Hand
from watcher.deliver.pacing import Pacing
from watcher.deliver.tickets import Tickets
from watcher.model import Channel, Configuration, Delivery
from watcher.pipeline.instance import Instance
from watcher.pipeline.keeper import Keeper
from watcher.pipeline.send import send


class Halted(Hand):
    """A clock that stands still until somebody lets it go on."""

    def __init__(self):
        super().__init__()
        self.may_go_on = asyncio.Event()
        self.is_waited_for = asyncio.Event()

    async def sleep(self, seconds):
        """Move on, once it may."""
        self.is_waited_for.set()
        await self.may_go_on.wait()
        await super().sleep(seconds)


class Office:
    """A store with deliveries that wait, and the other side of its webhooks."""

    def __init__(self, home):
        self.home = home
        self.bench = Bench(home)
        self.store = self.bench.open()
        self.told = self.bench.told(self.store).told
        self.posted = []
        self.takes = 0.0
        self.turned_away = {}
        self.meanwhile = lambda: None
        self.channels = [Channel("box", "mailbox", {"path": str(home / "mail")})]

    def room(self, name, address=None):
        """A channel that posts."""
        self.channels.append(Channel(name, "webhook", {"url": address or f"https://{name}.example.test/in"}))

    def waits(self, channel, count):
        """So many messages more are due there."""
        for _ in range(count):
            number = len(self.store.outbox.digests(1_000)) + 1
            digest = replace(self.bench.digest(self.told, f"{number}", number=number), entries=())
            delivery = Delivery(f"{channel}-{number}", digest.id, channel, channel)
            assert self.store.outbox.post(digest, self.bench.message(digest), [delivery])

    async def post(self, url, *, body, headers, method="POST"):
        """Take it, at the time that it is."""
        self.posted.append((headers["webhook-id"].split("-")[0], self.clock.monotonic()))
        self.clock.at += self.takes * (self.bench.at(1) - self.bench.at(0)) / 60
        self.meanwhile()
        if seconds := self.turned_away.pop(self.posted[-1][0], None):
            return SimpleNamespace(status=429, body=b"", headers=(("retry-after", str(seconds)),))
        return SimpleNamespace(status=200, body=b"", headers=())

    def times(self, name):
        """The seconds at which that channel was posted to, from its first on."""
        times = [at for channel, at in self.posted if channel == name]
        return [at - times[0] for at in times]

    def letters(self):
        """How many lie in the mailbox."""
        return len(list((self.home / "mail" / "new").glob("*")))

    def states(self):
        """How the deliveries stand, oldest first."""
        return [one.state for one in reversed(self.store.outbox.deliveries())]

    def runs(self, work=None, clock=None):
        """Send, or do as the test says with what would send."""
        self.clock = clock or self.bench.clock
        keeper = Keeper(self.store)
        instance = Instance(
            **dict.fromkeys(("client", "robots", "pace", "siblings", "reader", "templates")),
            configuration=Configuration((self.bench.source(),), tuple(self.channels)),
            store=self.store,
            keeper=keeper,
            clock=self.clock,
            post=self.post,
            pacing=Pacing(self.clock),
            tickets=Tickets("secret"),
            rules="rules-1",
            new_id=lambda: "unused",
            jitter=lambda: 0.5,
        )
        try:
            return asyncio.run((work or send)(instance))
        finally:
            keeper.close()


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    office.room("chat")
    yield office
    office.store.close()


async def until(is_so):
    """Wait for it, a few seconds at most."""
    for _ in range(2_000):
        if is_so():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


def test_a_channel_gets_a_message_a_second_and_the_first_at_once(office):
    office.waits("chat", 4)
    began = office.bench.clock.monotonic()
    assert [one.state for one in office.runs()] == ["sent"] * 4
    assert office.times("chat") == [0, 1, 2, 3]
    assert office.posted[0][1] == began


def test_the_second_counts_from_the_answer(office):
    office.waits("chat", 3)
    office.takes = 0.75
    office.runs()
    assert office.times("chat") == [0, 1.75, 3.5]


def test_two_passes_in_a_row_keep_the_second(office):
    async def twice(instance):
        await send(instance)
        office.waits("chat", 1)
        await send(instance)

    office.waits("chat", 1)
    office.runs(twice)
    assert office.times("chat") == [0, 1]


def test_two_channels_with_one_address_share_its_second(office):
    office.room("again", "https://chat.example.test/in")
    office.waits("chat", 2)
    office.waits("again", 2)
    office.runs()
    times = sorted(at for _, at in office.posted)
    assert {later - earlier for earlier, later in pairwise(times)} == {1}


def test_a_channel_that_asks_for_a_minute_is_left_alone_for_it(office):
    office.room("hall")
    office.waits("chat", 3)
    office.waits("hall", 2)
    office.turned_away = {"chat": 60}
    assert [one.state for one in office.runs()].count("retry") == 1
    assert [len(office.times(name)) for name in ("chat", "hall")] == [1, 2], "no other channel waits with it"
    waiting = [one for one in office.store.outbox.deliveries() if one.channel == "chat"]
    assert sorted(one.state for one in waiting) == ["pending", "pending", "retry"]
    assert all((one.next_at - office.bench.clock.now()).total_seconds() > 50 for one in waiting)
    office.waits("chat", 1)  # falls due while the channel rests
    office.runs()
    assert len(office.times("chat")) == 2, "another process does not know of it; it is told so itself"


def test_what_falls_due_while_a_channel_rests_waits_with_it(office):
    office.waits("chat", 1)
    office.turned_away = {"chat": 60}

    async def twice(instance):
        await send(instance)
        office.waits("chat", 1)
        return await send(instance)

    assert office.runs(twice) == ()
    assert len(office.times("chat")) == 1


def test_a_mailbox_waits_for_nothing(office):
    office.waits("box", 60)
    began = office.bench.clock.monotonic()
    assert len(office.runs()) == 60
    assert office.letters() == 60
    assert office.bench.clock.monotonic() == began


def test_no_channel_waits_for_another_not_even_with_what_falls_due_meanwhile(office):
    async def watched(instance):
        sending = asyncio.create_task(send(instance))
        await until(lambda: office.letters() == 5 and len(office.times("room")) == 1)
        assert len(office.times("chat")) == 1
        office.meanwhile = more_once
        instance.clock.may_go_on.set()
        await until(lambda: office.letters() == 7)
        assert len(office.times("chat")) < 60
        await sending

    def more_once():
        office.meanwhile = lambda: None
        office.waits("box", 2)

    office.room("room")
    office.waits("chat", 120)  # more than are claimed at once
    office.waits("box", 5)
    office.waits("room", 1)
    office.runs(watched, Halted())
    assert set(office.states()) == {"sent"}


def test_what_a_slow_channel_cannot_begin_within_its_lease_is_claimed_anew(office):
    def somebody_else():
        assert office.store.outbox.claim(office.clock.now()) == [], "nobody gets what is in line"

    office.waits("chat", 9)
    office.takes = 40
    office.meanwhile = somebody_else
    assert len(office.runs()) == 9
    assert len(office.posted) == 9
    assert {(one.state, one.attempt) for one in office.store.outbox.deliveries()} == {("sent", 1)}


def test_what_is_cut_off_in_its_line_is_not_said_to_have_perhaps_arrived(office):
    async def stopped(instance):
        sending = asyncio.create_task(send(instance))
        await instance.clock.is_waited_for.wait()
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending

    office.waits("chat", 3)
    office.runs(stopped, Halted())
    assert office.states() == ["sent", "pending", "pending"]
    assert {one.last_error for one in office.store.outbox.deliveries()} == {""}
    assert len(office.runs()) == 2
    assert office.states() == ["sent"] * 3
    assert len(office.posted) == 3


def test_a_fault_in_one_line_is_raised_when_the_others_are_done(office):
    def once():
        office.meanwhile = lambda: None
        raise ZeroDivisionError

    office.waits("chat", 2)
    office.waits("box", 3)
    office.meanwhile = once
    with pytest.raises(ZeroDivisionError):
        office.runs()
    assert office.letters() == 3
    assert office.states().count("sending") == 1
    assert len(office.runs()) in (0, 1)
    assert sorted(office.states()) == ["sending", *["sent"] * 4]
