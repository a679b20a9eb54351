"""Whatever happens to the outbox, in whatever order: nothing is lost, nothing told twice, no copy without a doubt."""

import asyncio
import os
import tempfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.store.conftest import Bench
from watcher.deliver.pacing import Pacing
from watcher.deliver.tickets import Tickets
from watcher.errors import ConnectFailed, TimedOut
from watcher.model import Channel, Configuration, Subscription
from watcher.pipeline.gather import gather_all
from watcher.pipeline.instance import Instance
from watcher.pipeline.keeper import Keeper
from watcher.pipeline.send import send
from watcher.wiring.instance import templates

PROOF = bool(os.environ.get("WATCHER_PROOF"))
RUNS, STEPS = (5_000, 50) if PROOF else (300, 12)
FINAL = {"sent", "dead", "dropped"}
OUTCOMES = (
    *("200", "204", "408", "425", "429", "500", "503", "400", "404", "410"),
    *("unreached", "unanswered", "swallowed", "crash-before", "crash-after"),
)
ROOMS = tuple(Channel(name, "webhook", {"url": f"https://{name}.example.test/in"}) for name in ("desk", "room"))


class Killed(BaseException):
    """The process ends in the middle of a request."""


class Sink:
    """Takes what is posted, and answers as it is told."""

    def __init__(self):
        self.outcomes = []
        self.copies = Counter()
        self.bodies = {}
        self.doubtful = set()

    async def post(self, url, *, body, headers, method="POST"):
        """One request, by the next outcome; all goes well where none is set."""
        outcome = self.outcomes.pop(0) if self.outcomes else "200"
        name = headers["webhook-id"]
        if outcome == "unreached":
            raise ConnectFailed("no", url=url)
        if outcome == "crash-before":
            self.doubtful.add(name)
            raise Killed
        if outcome in ("unanswered", "swallowed", "crash-after"):
            self.doubtful.add(name)
        if outcome in ("200", "204", "unanswered", "crash-after"):
            self.copies[name] += 1
            assert self.bodies.setdefault(name, body) == body, "a repeat says the same words"
        if outcome == "crash-after":
            raise Killed
        if outcome in ("unanswered", "swallowed"):
            raise TimedOut("no answer", url=url, sent=True)
        waits = (("retry-after", "120"),) if outcome == "429" else ()
        return SimpleNamespace(status=int(outcome), body=b"", headers=waits)


class Outbox(RuleBasedStateMachine):
    """A store with two subscribers, a sink, and a machine that may be killed."""

    @initialize()
    def begin(self):
        """One source with its first version."""
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.bench = Bench(Path(self.folder.name))
        self.sink = Sink()
        self.count, self.names, self.channels = 0, ["desk", "room"], ROOMS
        self.owes = set()
        self.store = self.bench.open()
        self.look = self.bench.known(self.store)

    @rule()
    def change(self):
        """The page says something else, and everybody who subscribes is owed that."""
        self.count += 1
        self.bench.later(10)
        after = self.bench.look(f"{self.count}".encode(), self.count * 10)
        self.store.keep([after])
        owed = {name: [0] for name in self.names}
        telling = self.bench.change(self.look, after, (self.count, self.count + 1), owed)
        self.store.tell([telling])
        self.owes |= {(name, telling.told.finding_id(0)) for name in self.names}
        self.look = after

    @rule()
    def build(self):
        """Compose what is owed."""
        self._run(gather_all)

    @rule(outcomes=st.lists(st.sampled_from(OUTCOMES), max_size=4))
    def send(self, outcomes):
        """Send what is due; the machine may be killed meanwhile."""
        self.sink.outcomes = list(outcomes)
        try:
            self._run(send)
        except Killed:
            self.restart()
        self.sink.outcomes = []

    @rule(minutes=st.sampled_from([1, 6, 200, 3_000]))
    def tick(self, minutes):
        """Time passes."""
        self.bench.later(minutes)

    @rule()
    def claim_and_die(self):
        """The machine is killed between the claim and the first byte."""
        self.sink.doubtful |= {one.id for one, _ in self.store.outbox.claim(self.bench.clock.now())}
        self.restart()

    @rule()
    def claim_and_stop(self):
        """The sender is stopped between the claim and the first byte, and has the time to say so."""
        now = self.bench.clock.now()
        self.store.outbox.give_back([one for one, _ in self.store.outbox.claim(now)], now)

    @rule(names=st.lists(st.sampled_from(["desk", "room", "new"]), unique=True), channels=st.sampled_from([1, 2]))
    def reconfigure(self, names, channels):
        """Another list of subscribers, or of channels, from now on."""
        self.names, self.channels = names, ROOMS[:channels]
        self.restart()

    @precondition(lambda self: self.store.outbox.dead())
    @rule()
    def retry(self):
        """Somebody has what was given up sent again."""
        self.store.outbox.retry()

    def restart(self):
        """The machine ends, and begins again."""
        self.store.close()
        self.store = self.bench.open()
        # What was under way when it ended may have arrived, and nobody was told.
        self.sink.doubtful |= {one.id for one in self.store.outbox.deliveries("sending")}
        self.store.outbox.take_back(self.bench.clock.now())

    def _run(self, step):
        configuration = Configuration(
            (self.bench.source(),),
            self.channels,
            tuple(Subscription(name, "room" if name == "room" else "desk") for name in self.names),
        )
        keeper = Keeper(self.store)
        instance = Instance(
            **dict.fromkeys(("client", "robots", "pace", "siblings", "reader")),
            configuration=configuration,
            store=self.store,
            keeper=keeper,
            clock=self.bench.clock,
            templates=templates,
            post=self.sink.post,
            pacing=Pacing(self.bench.clock),
            tickets=Tickets("secret"),
            rules="rules-1",
            new_id=self._new_id,
            jitter=lambda: 0.5,
        )
        try:
            asyncio.run(step(instance))
        finally:
            keeper.close()

    def _new_id(self):
        self.ids = getattr(self, "ids", 0) + 1
        return f"01JD{self.ids:022d}"

    @invariant()
    def every_finding_is_owed_or_told_once(self):
        """For each subscriber, in one digest, or still to come."""
        if not hasattr(self, "store"):
            return
        told = Counter(
            (message.record["subscription"], entry["id"])
            for message in self.store.outbox.digests(10_000)
            for entry in message.record["entries"]
        )
        owed = {
            (name, change.finding_id(at))
            for name in ("desk", "room", "new")
            for change, places in self.store.outbox.owed(name)
            for at in places
        }
        assert set(told.values()) <= {1}
        assert not owed & told.keys()
        assert owed | told.keys() == self.owes

    @invariant()
    def what_is_sent_has_arrived_and_twice_only_after_a_doubt(self):
        """Seen from the other side."""
        if not hasattr(self, "store"):
            return
        deliveries = self.store.outbox.deliveries()
        assert all(self.sink.copies[one.id] >= 1 for one in deliveries if one.state == "sent")
        assert {name for name, copies in self.sink.copies.items() if copies > 1} <= self.sink.doubtful
        assert not [one for one in deliveries if one.state == "sending"], "nothing is under way between two steps"

    def teardown(self):
        """In the end all goes well, and everything ends."""
        if hasattr(self, "store"):
            self.channels = ROOMS
            for _ in range(4):
                self._run(send)
                self.bench.later(24 * 60)
            assert {one.state for one in self.store.outbox.deliveries()} <= FINAL
            self.what_is_sent_has_arrived_and_twice_only_after_a_doubt()
            self.store.close()
            self.folder.cleanup()


# An hour, or a minute, on an idle machine.
TestOutbox = pytest.mark.timeout(3 * 3600 if PROOF else 900)(Outbox.TestCase)
TestOutbox.settings = settings(
    max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
)
