"""What a diagnosis makes of a history."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from watcher.model import Authority, Expect, Seals, Source
from watcher.pipeline.doctor import keeping, watching
from watcher.pipeline.doctor.patient import Patient

CALM, LOUD = "https://site.example.gov/calm", "https://site.example.gov/loud"


def examined(start, page, check, *, rounds=3, later=timedelta(), **more):
    """What the check says after so many rounds, in each of which one of two pages says something new."""

    async def story():
        calm = Source("calm", CALM, learn_moving=False, expect=Expect(items=3))
        async with start({"calm": calm, "loud": LOUD}) as watch:
            watch.script.says[CALM] = page("The hall is open.")
            for number in range(rounds):
                watch.script.says[LOUD] = page(f"There are {number + 10} chairs in the hall.")
                await watch.check()
                watch.clock.at += timedelta(hours=1)
            watch.clock.at += later
            configuration = replace(watch.instance.configuration, **more)
            return list(check(Patient(configuration, (), (), watch.clock.now(), watch.store)))

    return asyncio.run(story())


def told(advice):
    return [(one.code, one.state.value, one.where) for one in advice]


def test_a_page_that_changes_more_than_ten_times_a_day_is_noisy(watch, says):
    assert told(examined(watch, says, watching.noisy)) == [("WD021", "ok", "sources.yaml")]
    assert told(examined(watch, says, watching.noisy, rounds=13)) == [("WD021", "warn", "sources.yaml loud")]


def test_pages_that_nobody_read_for_days_are_told_as_one_fault(watch, says):
    assert told(examined(watch, says, watching.silent)) == [("WD022", "ok", "sources.yaml")]
    (line,) = examined(watch, says, watching.silent, later=timedelta(days=4))
    assert (line.state.value, line.what) == ("warn", "none of 2 pages was read of late")


def test_what_was_expected_and_is_not_so_is_told_with_its_source(watch, says):
    (line,) = examined(watch, says, watching.unexpected)
    assert (line.code, line.where) == ("WD023", "sources.yaml calm")
    assert "expected 3 items, found 0" in line.what


def test_what_is_not_sealed_in_time_and_not_stamped_is_told(watch, says):
    def sealed_once(patient):
        patient.store.seal()
        return keeping.seal(patient)

    def never_again(patient):
        patient.store.seal()
        patient.store.note_clock_jump(patient.now, patient.now)
        return keeping.seal(replace(patient, now=patient.now + timedelta(days=1)))

    assert told(examined(watch, says, sealed_once))[0][:2] == ("WD012", "ok")
    (late,) = examined(watch, says, never_again)
    assert (late.state.value, "is not sealed" in late.what) == ("warn", True)


def test_an_authority_that_owes_a_stamp_for_a_day_is_named(watch, says):
    seals = Seals(authorities=(Authority("north", "http://stamp.example/"),))

    def a_day_later(patient):
        patient.store.seal()
        return keeping.stamps(replace(patient, now=patient.now + timedelta(days=2)))

    assert told(examined(watch, says, a_day_later, seals=seals)) == [("WD013", "warn", "north")]
    assert told(examined(watch, says, keeping.stamps)) == [("WD013", "warn", "watcher.yaml seals")]
