"""A page that lost most of its text, or shows what its neighbours show too, is looked at twice before it counts."""

import asyncio
from datetime import timedelta

import pytest

from watcher.model import Outcome

URL = "https://site.example.gov/page"
SITE = {name: f"https://site.example.gov/{name}" for name in ("a", "b", "c", "d")}
LONG = [f"Paragraph {at} says that an applicant may ask office number {at} for a hearing." for at in range(30)]
STUB = ["This page has been archived and is kept no more."]
NOTICE = ["Our site is being rebuilt. What you look for has another place now."]


def own(name):
    """What the page of that name says."""
    return [f"{text} It is told of {name} alone." for text in LONG]


def played(start, addresses, *rounds, is_patient=True):
    """Let the pages say this, round by round; (what came of each, kinds told) of every round."""

    async def story():
        came = []
        async with start(addresses) as watch:
            for says in rounds:
                watch.script.says.update(says)
                done = await watch.check(is_patient=is_patient)
                kinds = {name: [one.kind for told in done[name].told for one in told.findings] for name in done}
                came.append((done, kinds))
                standings = watch.store.agenda.standings()
                waits = {name: one.next_look_at - watch.clock.at for name, one in standings.items()}
                came[-1] += (waits, standings)
                watch.clock.at += timedelta(minutes=10)
        return came

    return asyncio.run(story())


def test_a_page_that_lost_most_of_its_text_is_no_version_at_the_first_look(watch, says):
    _, (done, kinds, waits, standings) = played(watch, {"a": URL}, {URL: says(*LONG)}, {URL: says(*STUB)})
    assert done["a"].outcome is Outcome.UNREADABLE
    assert kinds["a"] == []
    assert standings["a"].version == 1
    assert waits["a"] <= timedelta(minutes=10)


def test_a_page_that_truly_shrank_is_told_at_the_second_look(watch, says):
    *_, (done, kinds, _, standings) = played(watch, {"a": URL}, {URL: says(*LONG)}, {URL: says(*STUB)}, {})
    assert done["a"].outcome is Outcome.OK
    assert kinds["a"]
    assert standings["a"].version == 2


def test_a_page_that_shrank_for_a_moment_has_not_changed(watch, says):
    full = {URL: says(*LONG)}
    *_, (done, kinds, _, standings) = played(watch, {"a": URL}, full, {URL: says(*STUB)}, full)
    assert done["a"].outcome is Outcome.OK
    assert kinds["a"] == []
    assert standings["a"].version == 1
    assert not standings["a"].away


def test_by_hand_the_second_look_follows_at_once(watch, says):
    _, (done, kinds, _, standings) = played(watch, {"a": URL}, {URL: says(*LONG)}, {URL: says(*STUB)}, is_patient=False)
    assert done["a"].outcome is Outcome.OK
    assert kinds["a"]
    assert standings["a"].version == 2


@pytest.mark.parametrize(("before", "after"), [(LONG, LONG[:15]), (LONG[:5], STUB)])
def test_losing_half_of_a_page_or_most_of_a_small_one_counts_at_once(watch, says, before, after):
    _, (_, kinds, _, _) = played(watch, {"a": URL}, {URL: says(*before)}, {URL: says(*after)})
    assert kinds["a"]


def test_one_new_text_at_three_addresses_of_a_site_is_told_of_none_of_them(watch, says):
    first = {SITE[name]: says(*own(name)) for name in SITE}
    notice = {SITE[name]: says(*NOTICE, *LONG) for name in "abc"}
    _, (done, kinds, waits, standings) = played(watch, SITE, first, notice)
    assert [done[name].outcome for name in "abcd"] == [Outcome.UNREADABLE] * 3 + [Outcome.OK]
    assert not any(kinds.values())
    assert all(waits[name] <= timedelta(minutes=10) and standings[name].version == 1 for name in "abc")


def test_a_notice_that_persists_is_a_doubted_removal_and_its_end_withdraws_it(watch, says):
    first = {SITE[name]: says(*own(name)) for name in SITE}
    notice = {SITE[name]: says(*NOTICE, *LONG) for name in "abc"}
    _, _, (_, kinds, _, standings), (_, still, _, _), (_, back, _, after) = played(
        watch, SITE, first, notice, {}, {}, first
    )
    assert [kinds[name] for name in "abcd"] == [["page.removed"]] * 3 + [[]]
    assert all(standings[name].removal == "doubted" and standings[name].version == 1 for name in "abc")
    assert not any(still.values())
    assert [back[name] for name in "abc"] == [["page.restored"]] * 3
    assert all(after[name].version == 1 and not after[name].removal for name in "abc")


def test_the_same_edit_to_three_copies_of_one_page_is_no_notice(watch, says):
    first = {SITE[name]: says(*LONG) for name in "abc"}
    edited = {SITE[name]: says(*LONG, "One more line.") for name in "abc"}
    _, (_, kinds, _, _) = played(watch, {name: SITE[name] for name in "abc"}, first, edited)
    assert any(kinds.values())


def test_what_the_site_shows_anywhere_is_no_page(watch, says):
    lost = says("You have come to a corner of our site that is under the sea.", *LONG[:3])
    full = {URL: says(*LONG), "https://site.example.gov/no-such-page": lost}
    _, (done, kinds, _, standings) = played(watch, {"a": URL}, full, {URL: lost})
    assert kinds["a"] == ["page.removed"]
    assert "where nothing can be" in done["a"].told[0].findings[0].summary
    assert standings["a"].removal == "doubted"
    assert standings["a"].version == 1


def test_a_site_is_asked_for_what_it_has_not_once_a_day_and_only_on_suspicion(watch, says):
    async def story():
        async with watch({name: SITE[name] for name in "ab"}) as started:
            asked = []
            for text in (LONG, STUB, STUB, LONG, STUB):
                started.script.says.update({url: says(*text, url) for url in SITE.values()})
                await started.check()
                asked.append(sum("no-such-page" in url for url in started.script.asked))
                started.clock.at += timedelta(hours=9)
            return asked

    assert asyncio.run(story()) == [0, 1, 1, 1, 2]
