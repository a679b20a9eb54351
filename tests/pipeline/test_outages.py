"""Pages that cannot be read: told once, reminded of, told together where one cause is likely, and told when over."""

import asyncio
from datetime import timedelta

from watcher.model import Channel, Subscription
from watcher.pipeline.gather import gather

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE_HOST = {f"p{at}": f"https://one.example.gov/{at}" for at in range(5)}
HOSTS = {f"p{at}": f"https://site-{at}.example.gov/page" for at in range(5)}
DAILY = Subscription("desk", "box")


class Service:
    """A watcher that looks every three hours and gathers; `sent` holds (after how long, message)."""

    def __init__(self, watch, pages, says):
        self.watch, self.pages, self.says = watch, pages, says
        self.sent = []
        self.failed = None

    async def begins(self):
        """Every page is known."""
        self.watch.script.says = dict.fromkeys(self.pages.values(), self.says("It is open."))
        await self.runs(6 * HOUR)

    def fails(self, *names, how="blocked"):
        """These cannot be read from now on."""
        self.failed = self.failed or self.watch.clock.at
        self.watch.script.says |= {self.pages[name]: how for name in names}

    def answers(self, *names, word="open"):
        """These can be read again."""
        self.watch.script.says |= {self.pages[name]: self.says(f"It is {word}.") for name in names}

    async def runs(self, span):
        """Let time pass."""
        until = self.watch.clock.at + span
        while self.watch.clock.at < until:
            await self.watch.check()
            for message in await gather(self.watch.instance):
                self.sent.append((self.watch.clock.at - (self.failed or self.watch.clock.at), message))
            self.watch.clock.at += 3 * HOUR

    @property
    def subjects(self):
        """The subject of all that was sent."""
        return [message.subject for _, message in self.sent]


def told(watch, says, story, pages=HOSTS, subscriptions=(DAILY,)):
    """What a service sent in the course of a story."""

    async def whole():
        async with watch(pages, subscriptions=subscriptions) as started:
            service = Service(started, pages, says)
            await service.begins()
            await story(service)
            return service

    return asyncio.run(whole())


def header(message, name):
    """One header of a message."""
    return dict(message.headers).get(name)


def test_a_page_that_cannot_be_read_is_told_once_reminded_of_and_told_when_it_is_back(watch, says):
    async def story(service):
        service.fails("p0")
        await service.runs(16 * DAY)
        service.answers("p0", word="shut")
        await service.runs(DAY)

    service = told(watch, says, story)
    notices = [(after, message) for after, message in service.sent if "CANNOT READ" in message.subject]
    assert [round(after / DAY) for after, _ in notices] == [0, 1, 3, 7, 14, 16]
    first, *reminders, over = [message for _, message in notices]
    assert first.subject == "[watcher] CANNOT READ p0 since 20 Nov (blocked, 403)"
    assert {message.subject for message in (*reminders, over)} == {f"Re: {first.subject}"}
    words = " ".join(first.text.split())
    assert "the page itself may be unchanged" in words
    assert "last v1" in words
    assert "p0: readable again, unread 16 days; v1 to v2 covers the gap." in " ".join(over.text.split())
    assert len({header(message, "References") for _, message in notices}) == 1
    assert notices[0][0] >= 6 * HOUR


def test_a_page_that_says_what_it_said_before_the_gap_is_told_so(watch, says):
    async def story(service):
        service.fails("p0", how="5xx")
        await service.runs(12 * HOUR)
        service.answers("p0")
        await service.runs(2 * DAY)

    service = told(watch, says, story)
    assert len(service.subjects) == 2
    assert "unread 12 hours; it still reads as v1" in " ".join(service.sent[-1][1].text.split())


def test_less_than_three_tries_over_six_hours_are_weather(watch, says):
    async def story(service):
        service.fails("p0", how="timeout")
        await service.runs(6 * HOUR)
        service.answers("p0")
        await service.runs(DAY)

    assert told(watch, says, story).subjects == []


def test_pages_of_one_host_that_fail_together_are_one_notice(watch, says):
    async def story(service):
        service.fails("p0")
        await service.runs(3 * HOUR)
        service.fails("p1")
        await service.runs(20 * HOUR)
        service.answers("p0")
        await service.runs(3 * HOUR)
        assert len(service.subjects) == 1
        service.answers("p1")
        await service.runs(DAY)

    service = told(watch, says, story, pages=ONE_HOST)
    first, over = service.subjects
    assert first == "[watcher] CANNOT READ 2 pages of one.example.gov since 20 Nov (blocked, 403)"
    assert over == f"Re: {first}"
    assert service.sent[-1][1].text.count("readable again") == 2


def test_half_of_all_pages_failing_together_are_one_notice_that_doubts_ourselves(watch, says):
    async def story(service):
        service.fails("p0", "p1", "p2", how="dns")
        await service.runs(DAY)

    service = told(watch, says, story)
    [first] = [subject for subject in service.subjects if "CANNOT READ" in subject]
    assert first == "[watcher] CANNOT READ 3 of 5 pages since 20 Nov; the fault may be on our side"


def test_a_second_outage_of_the_same_page_is_told_anew(watch, says):
    async def story(service):
        for _ in range(2):
            service.fails("p0")
            await service.runs(10 * HOUR)
            service.answers("p0")
            await service.runs(12 * HOUR)

    subjects = told(watch, says, story).subjects
    assert [subject.startswith("Re: ") for subject in subjects] == [False, True, False, True]


def test_one_channel_is_told_once_whatever_is_subscribed_there(watch, says):
    urgent = Subscription("urgent", "box", cadence="at-once")
    room = Subscription("room", "box", kinds=("page.removed",))

    async def story(service):
        service.fails("p0")
        await service.runs(12 * HOUR)

    assert len(told(watch, says, story, subscriptions=(room, DAILY, urgent)).subjects) == 1


def test_a_restart_in_between_forgets_nothing(watch, says):
    async def whole():
        subjects, clock, script = [], None, None
        for turn in range(14):
            async with watch(HOSTS, subscriptions=[DAILY], clock=clock, script=script) as started:
                service = Service(started, HOSTS, says)
                if clock is None:
                    await service.begins()
                    clock, script = started.clock, started.script
                    service.fails("p0")
                if turn == 12:
                    service.answers("p0")
                await service.runs(3 * HOUR)
                subjects += service.subjects
        return subjects

    first, again, over = asyncio.run(whole())
    assert (again, over) == (f"Re: {first}",) * 2


def test_what_one_channel_could_not_be_sent_stands_in_the_digest_of_another(watch, says):
    subscriptions = (Subscription("room", "room"), DAILY)

    async def whole():
        async with watch(HOSTS, subscriptions=subscriptions) as started:
            channels = (*started.instance.configuration.channels, Channel("room", "mailbox", {"path": "unused"}))
            object.__setattr__(started.instance.configuration, "channels", channels)
            service = Service(started, HOSTS, says)
            await service.begins()
            service.answers("p0", word="shut")
            await service.runs(DAY)
            outbox = started.store.outbox
            for delivery, _ in outbox.claim(started.clock.at):
                state = "dead" if delivery.channel == "room" else "sent"
                outbox.settle(delivery, state, error="404: no such room")
            service.sent.clear()
            service.answers("p0", word="open again")
            await service.runs(DAY)
            return {header(message, "List-Id"): message for _, message in service.sent}

    sent = asyncio.run(whole())
    room, desk = (" ".join(sent[f"<{name}.localhost>"].text.split()) for name in ("room", "desk"))
    assert "1 message on the channel room could not be delivered, the latest because: 404: no such room" in desk
    assert "could not be delivered" not in room
