"""What is said of a page that does not show, over hundreds of histories, against a plain reading of the rule."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

from watcher.model import Flag, Severity
from watcher.pipeline.health import unreadable

HOUR = timedelta(hours=1)
WORDS = {"same": "The office is open on weekdays.", "other": "The office is closed on Fridays."}
GONE = ("gone", "soft")
ANSWERS = ("same", "other", *GONE, *GONE, *GONE, "blocked", "5xx", "dns", "tls", "timeout", "refused", "empty")
LONGEST = 9


def histories():
    """240 histories, half of them of a page that is mostly gone."""
    chance = random.Random(287)
    plain = [[chance.choice(ANSWERS) for _ in range(LONGEST)] for _ in range(120)]
    away = [[chance.choice((*GONE, *GONE, chance.choice(ANSWERS))) for _ in range(LONGEST)] for _ in range(100)]
    return [*plain, *away, *([one] * LONGEST for one in (*GONE, "dns", "tls", "5xx", "blocked", "timeout", "empty"))]


def oracle(looks):
    """What may be said of these (moment, answer), and nothing else."""
    told, gone, said = [], [], ""
    for moment, answer in looks:
        if answer in GONE:
            gone.append(moment)
            state = "removed" if len(gone) >= 3 and gone[-1] - gone[0] >= 6 * HOUR else "unconfirmed"
            if said != state and said != "removed":
                told.append((moment, state))
                said = state
        elif answer in WORDS:
            if said:
                told.append((moment, "restored" if said == "removed" else "withdrawn"))
            gone, said = [], ""
    return told


def claims(watch, source_id):
    """What was said of the page's being there, with the look that showed it."""
    said = []
    for told in reversed(watch.store.history.changes(source_id=source_id)):
        for finding in told.findings:
            if finding.kind == "page.removed":
                said.append((told.after.started_at, "unconfirmed" if finding.flags else "removed"))
            if finding.kind == "page.restored":
                is_withdrawn = "was not confirmed and is withdrawn" in finding.summary
                said.append((told.after.started_at, "withdrawn" if is_withdrawn else "restored"))
    return said


async def play(start, page, scripts):
    """Look at every page as often as its history goes, at the moments that the plan gives."""
    addresses = {f"p{at}": f"https://site-{at}.example.gov/page" for at in range(len(scripts))}
    left = {source_id: list(script) for source_id, script in zip(addresses, scripts, strict=True)}
    looks = {source_id: [] for source_id in addresses}
    async with start(addresses) as watch:
        watch.script.says = dict.fromkeys(addresses.values(), page(WORDS["same"]))
        await watch.check()
        while waiting := [source for source in watch.sources if left[source.id]]:
            for source in waiting:
                said = left[source.id][0]
                watch.script.says[source.url] = page(WORDS[said]) if said in WORDS else said
            done = await watch.next_round(*waiting)
            for source_id, checked in done.items():
                looks[source_id].append((checked.snapshot.started_at, left[source_id].pop(0)))
        found = {source_id: claims(watch, source_id) for source_id in addresses}
        standings = watch.store.agenda.standings()
        blind = {one.source_id for one in unreadable(watch.sources, standings, {}, watch.clock.now())}
    return looks, found, blind


def test_nothing_is_claimed_of_240_histories_but_what_the_rule_says(watch, says):
    scripts = histories()
    assert len(scripts) >= 200
    looks, found, _ = asyncio.run(play(watch, says, scripts))
    wrong = {name: (scripts[int(name[1:])], found[name]) for name in looks if found[name] != oracle(looks[name])}
    assert wrong == {}
    assert {state for said in found.values() for _, state in said} == {
        "unconfirmed",
        "removed",
        "restored",
        "withdrawn",
    }


def test_a_page_that_stays_away_is_looked_for_again_after_10_minutes_an_hour_and_6_hours(watch, says):
    looks, found, _ = asyncio.run(play(watch, says, [["gone"] * 4]))
    first, *again = [moment for moment, _ in looks["p0"]]
    assert [moment - first for moment in again] == [timedelta(minutes=10), HOUR, 6 * HOUR]
    assert found["p0"] == [(first, "unconfirmed"), (again[-1], "removed")]


def test_weather_is_told_as_the_health_of_our_looking_and_never_as_a_removal(watch, says):
    scripts = [[one] * 4 for one in ("blocked", "5xx", "dns", "tls", "timeout", "refused", "empty")]
    looks, found, blind = asyncio.run(play(watch, says, scripts))
    assert not any(found.values())
    assert blind == set(looks)


def test_who_was_told_that_a_page_is_gone_is_told_that_it_is_back(watch, says, desk):
    grave = replace(desk, kinds=("page.removed",), min_severity=Severity.CRITICAL)

    async def story():
        async with watch({"a": "https://a.example.gov/"}, subscriptions=[grave]) as started:
            url = "https://a.example.gov/"
            for said in (says(WORDS["same"]), "gone", says(WORDS["same"])):
                started.script.says[url] = said
                await started.check()
            return [told.findings[index] for told, owed in started.store.outbox.owed("desk") for index in owed]

    gone, back = asyncio.run(story())
    assert (gone.kind, gone.flags) == ("page.removed", (Flag.UNCONFIRMED,))
    assert back.kind == "page.restored"
    assert back.summary == "the page is back with the words of v1; its removal was not confirmed and is withdrawn", (
        back.summary
    )


def test_after_a_confirmed_removal_the_return_says_whether_the_words_are_the_last_versions(watch, says):
    said = []

    async def story():
        async with watch({"a": "https://a.example.gov/"}) as started:
            url = "https://a.example.gov/"
            for back in ("same", "other"):
                started.script.says[url] = says(WORDS["same"])
                await started.check()
                started.script.says[url] = "gone"
                await started.check()
                for _ in range(3):
                    await started.next_round()
                started.script.says[url] = says(WORDS[back])
                await started.check()
                said.append([one.summary for one in started.told("a") if one.kind == "page.restored"][-1])

    asyncio.run(story())
    assert said == ["the page is back with the words of v1", "the page is back with other words than v1"]
