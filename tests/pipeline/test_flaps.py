"""A page that goes to and fro: every way is a change, and a run of them is told once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from watcher.model import Flag
from watcher.pipeline.gather import gather

URL = "https://site.example.gov/page"
A, B = "The hall is open to visitors.", "The hall is closed to visitors."


def played(start, page, said, apart=timedelta(hours=2), **more):
    """Let the page say one after the other; what was told, change by change, and the digests."""

    async def story():
        async with start({"a": URL}, **more) as watch:
            for text in said:
                watch.script.says[URL] = page(text)
                await watch.check()
                watch.clock.at += apart
            changes = watch.store.history.changes(source_id="a")[::-1]
            await gather(watch.instance)
            await gather(watch.instance)
            owed = watch.store.outbox.owed("desk")
            return [told for told in changes if told.findings], watch.store.outbox.digests(), owed

    return asyncio.run(story())


def test_there_and_back_is_two_changes_and_the_second_says_to_which_version(watch, says):
    changes, _, _ = played(watch, says, [A, B, A])
    there, back = changes
    assert (there.after_version, back.after_version) == (2, 3)
    assert Flag.REVERTED not in there.findings[0].flags
    assert Flag.REVERTED in back.findings[0].flags
    assert "(as in v1)" in back.findings[0].summary
    assert "alternates" not in back.findings[0].summary


def test_the_second_return_within_a_day_is_called_an_alternation(watch, says):
    changes, _, _ = played(watch, says, [A, B, A, B, A])
    third, fourth = [told.findings[0].summary for told in changes[2:]]
    assert third.endswith("alternates between v1 and v2, 3 times since 20 Nov 14:00 UTC")
    assert fourth.endswith("alternates between v1 and v2, 4 times since 20 Nov 14:00 UTC")


def test_returns_that_are_days_apart_are_none(watch, says):
    changes, _, _ = played(watch, says, [A, B, A, B], apart=timedelta(hours=30))
    assert not any("alternates" in told.findings[0].summary for told in changes)


def test_a_run_is_one_entry_of_a_digest_and_nothing_of_it_is_told_again(watch, says, desk):
    changes, digests, owed = played(watch, says, [A, B, A, B, A], subscriptions=[desk])
    [digest] = digests
    assert len(changes) == 4
    assert len(digest.record["entries"]) == len(changes[-1].findings)
    assert "alternates between v1 and v2, 4 times" in " ".join(digest.text.split())
    assert owed == []


def test_what_was_changed_and_taken_back_is_one_line_over_both(watch, says, desk):
    changes, [digest], owed = played(watch, says, [A, B, A], subscriptions=[desk])
    [entry] = digest.record["entries"]
    assert entry["words"]["summary"].startswith("Changed and reverted: ")
    assert (entry["from"]["version"], entry["to"]["version"]) == (1, 3)
    assert entry["change"] == changes[-1].change_id
    assert not entry["excerpt"]
    assert owed == []


def test_a_page_that_settled_on_the_new_wording_is_told_by_that(watch, says, desk):
    _, [digest], _ = played(watch, says, [A, B, A, B], subscriptions=[desk], apart=timedelta(hours=30))
    [entry] = digest.record["entries"]
    assert "reverted" not in entry["words"]["summary"]


def test_who_wants_all_is_told_step_by_step(watch, says, desk):
    third = "The hall is let to nobody this year."
    every = replace(desk, is_net=False)
    changes, [digest], _ = played(watch, says, [A, B, third, B, A], subscriptions=[every])
    assert {entry["change"] for entry in digest.record["entries"]} == {told.change_id for told in changes}


def test_who_is_told_at_once_hears_of_further_turns_once_a_day(watch, says, desk):
    async def story():
        sent = []
        async with watch({"a": URL}, subscriptions=[desk]) as started:
            for turn in range(18):
                started.script.says[URL] = says((A, B)[turn % 2])
                await started.check()
                await gather(started.instance)
                sent.append(len(started.store.outbox.digests()))
                started.clock.at += timedelta(hours=2)
            return sent, started.store.outbox.digests()[0]

    sent, latest = asyncio.run(story())
    assert sent == [0, 1, 2] + [3] * 12 + [4] * 3
    assert len(latest.record["entries"]) == 1
    assert "12 times since" in " ".join(latest.text.split())
