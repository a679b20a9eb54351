"""What goes out at once: after a second look, joined with what follows, not too often; a restart forgets nothing."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from watcher.model import Channel, Haste, QuietHours, Severity, Source, Subscription
from watcher.pipeline.gather import gather, gather_all
from watcher.pipeline.round import due

PAGES = {f"p{at}": f"https://site-{at}.example.gov/page" for at in range(9)}
GRAVE = tuple((kind, Severity.CRITICAL) for kind in ("faq.answer-altered", "text.negated"))
SOURCES = {
    name: Source(name, url, kind="qa", every=timedelta(days=1), learn_moving=False, alert=GRAVE)
    for name, url in PAGES.items()
}
MINUTE, SECONDS = timedelta(minutes=1), timedelta(seconds=30)


def page(word):
    """A page of questions, one answer of which says so; another word is a critical change."""
    answers = {"Who may apply?": f"An applicant {word} be told of a hearing.", "When?": "On each weekday from nine."}
    said = "".join(f"<h3>{question}</h3><p>{answer}</p>" for question, answer in answers.items())
    return f"<html><head><title>FAQ</title></head><body><main><h1>FAQ</h1>{said}</main></body></html>"


def urgent(**said):
    """Somebody who wants what is critical at once."""
    return Subscription("urgent", "box", min_severity=Severity.CRITICAL, cadence="at-once", **said)


class Service:
    """A watcher that ticks; `sent` says after how long, and on how many changes, each message was made."""

    def __init__(self, watch):
        self.watch = watch
        self.sent = []
        self.start = watch.clock.at

    async def runs(self, span):
        """Tick every half minute."""
        until = self.watch.clock.at + span
        while self.watch.clock.at < until:
            if ready := await due(self.watch.instance):
                await self.watch.check(*ready)
            for message in await gather(self.watch.instance):
                self.sent.append((message.made_at - self.start, len(message.record["entries"]), message))
            self.watch.clock.at += SECONDS

    async def sees(self, *names, word="will"):
        """Pages say something else, and are looked at."""
        self.watch.script.says |= {PAGES[name]: page(word) for name in names}
        await self.watch.check(*(one for one in self.watch.sources if one.id in names))

    async def begins(self):
        """All pages are known."""
        self.watch.script.says = dict.fromkeys(PAGES.values(), page("may"))
        await self.watch.check()
        self.watch.clock.at += timedelta(hours=2)
        self.start = self.watch.clock.at


def told(watch, subscription, story):
    """What a service sent in the course of a story."""

    async def whole():
        async with watch(SOURCES, subscriptions=[subscription]) as started:
            service = Service(started)
            await service.begins()
            await story(service)
            return service.sent

    return asyncio.run(whole())


def test_what_is_critical_is_looked_at_again_before_it_is_told(watch):
    async def story(service):
        await service.sees("p0")
        asked = len(service.watch.script.asked)
        await service.runs(4 * MINUTE)
        assert service.sent == []
        assert service.watch.script.asked[asked:] == [PAGES["p0"]]
        await service.runs(8 * MINUTE)

    [(after, entries, _)] = told(watch, urgent(), story)
    assert entries == 1
    assert 5 * MINUTE <= after <= 6 * MINUTE


def test_a_site_that_does_not_answer_the_second_time_is_not_waited_for_long(watch):
    async def story(service):
        await service.sees("p0")
        service.watch.script.says[PAGES["p0"]] = "timeout"
        await service.runs(30 * MINUTE)

    [(after, _, _)] = told(watch, urgent(), story)
    assert 10 * MINUTE <= after <= 11 * MINUTE


def test_what_is_taken_back_at_the_second_look_is_told_with_its_return(watch):
    async def story(service):
        await service.sees("p0")
        service.watch.script.says[PAGES["p0"]] = page("may")
        await service.runs(30 * MINUTE)

    [(_, entries, message)] = told(watch, urgent(), story)
    assert entries == 1
    assert "Changed and reverted: answer altered" in " ".join(message.text.split())


def test_changes_of_one_source_within_five_minutes_are_one_message(watch):
    async def story(service):
        await service.sees("p0")
        await service.runs(2 * MINUTE)
        await service.sees("p0", word="shall")
        await service.runs(30 * MINUTE)

    [(_, entries, _)] = told(watch, urgent(), story)
    assert entries == 2


def test_nobody_gets_more_than_so_many_in_an_hour_and_then_one_for_all_the_rest(watch):
    async def story(service):
        for at in range(4):
            await service.sees(f"p{at}")
            await service.runs(7 * MINUTE)
        await service.runs(60 * MINUTE)

    sent = told(watch, urgent(haste=Haste(most=2)), story)
    assert [entries for _, entries, _ in sent] == [1, 1, 2]
    assert sent[2][0] - sent[0][0] >= 60 * MINUTE
    assert "2 messages went out within an hour" in " ".join(sent[2][2].text.split())
    assert all("went out within an hour" not in message.text for _, _, message in sent[:2])


def test_what_reaches_one_person_by_several_channels_is_counted_together(watch):
    by_mail = {"host": "mail.example.org", "from": "watcher@example.org", "to": ["ann@example.org"]}
    channels = [Channel(name, "email", by_mail) for name in ("desk", "night")]
    wanted = [replace(urgent(haste=Haste(most=2)), name=one.name, channel=one.name) for one in channels]

    async def whole():
        async with watch(SOURCES, subscriptions=wanted, channels=channels) as started:
            service = Service(started)
            await service.begins()
            for at in range(2):
                await service.sees(f"p{at}")
                await service.runs(10 * MINUTE)
            return [after for after, _, _ in service.sent]

    sent = asyncio.run(whole())
    assert len(sent) == 2
    assert max(sent) < 10 * MINUTE


def test_all_of_it_may_be_set_to_nothing(watch):
    async def story(service):
        for at in range(4):
            await service.sees(f"p{at}")
            await service.runs(SECONDS)

    sent = told(watch, urgent(haste=Haste(timedelta(), timedelta(), 60)), story)
    assert len(sent) == 4


def test_a_restart_in_between_forgets_neither_the_wait_nor_the_limit(watch):
    async def whole():
        moments, clock, script = [], None, None
        for at in range(4):
            async with watch(
                SOURCES, subscriptions=[urgent(haste=Haste(most=2))], clock=clock, script=script
            ) as started:
                service = Service(started)
                if clock is None:
                    await service.begins()
                    start = service.start
                clock, script = started.clock, started.script
                await service.sees(f"p{at}")
                moments += [start + after for after, _, _ in service.sent]
            async with watch(
                SOURCES, subscriptions=[urgent(haste=Haste(most=2))], clock=clock, script=script
            ) as started:
                service = Service(started)
                begun = service.start
                await service.runs(7 * MINUTE)
                moments += [begun + after for after, _, _ in service.sent]
        return start, moments

    start, moments = asyncio.run(whole())
    assert len(moments) == 2
    assert moments[0] - start >= 5 * MINUTE


@pytest.mark.parametrize(("all_waits", "expected"), [(False, [1]), (True, [])])
def test_in_quiet_hours_only_what_is_critical_goes_out(watch, all_waits, expected):
    quiet = QuietHours(time(12), time(20), holds_critical=all_waits)
    subscription = Subscription("all", "box", cadence="at-once", quiet=quiet)

    async def story(service):
        await service.sees("p0")
        service.watch.script.says[PAGES["p1"]] = page("may").replace(
            "</main>", "<h3>Where?</h3><p>At the harbour.</p></main>"
        )
        await service.watch.check(service.watch.sources[1])
        await service.runs(20 * MINUTE)
        assert [entries for _, entries, _ in service.sent] == expected
        service.watch.clock.at += timedelta(hours=6)
        await service.runs(MINUTE)

    sent = told(watch, subscription, story)
    assert sum(entries for _, entries, _ in sent) == 2


def test_by_hand_nothing_is_waited_for(watch):
    async def story(service):
        await service.sees("p0")
        assert len(await gather_all(service.watch.instance)) == 1

    assert told(watch, urgent(), story) == []
