"""The drill: a backup is taken while rounds run, everything is lost, and the backup becomes the store again."""

import shutil


def test_a_backup_taken_during_rounds_brings_everything_back(site, bot, frame):
    urls = [site.shows(f"/{at}", frame(f"<p>Office {at} has 14 rooms for visitors.</p>")) for at in range(6)]
    bot.watches(*urls)
    bot.checks()
    for at in range(6):
        site.shows(f"/{at}", frame(f"<p>Office {at} has {20 + at} rooms for visitors.</p>"))
    bot.checks()
    before = bot.says("log", "--json").json["changes"]
    for at in range(6):
        site.shows(f"/{at}", frame(f"<p>Office {at} has {40 + at} rooms for visitors.</p>"))
    running = bot.start("check")
    copy = bot.home / "copy"
    taken = bot.says("backup", str(copy), "--json")
    running.communicate(timeout=100)
    assert taken.code == 0, taken.err

    for lost in (bot.home / "snapshots", *bot.home.glob("watcher.db*")):
        shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    back = bot.says("restore", str(copy), "--json")
    assert back.code == 0, back.err
    assert {**back.json, "schema": ""} == {**taken.json, "schema": ""}
    assert bot.says("verify").code == 0
    again = bot.says("log", "--json").json["changes"]
    assert [change for change in again if change in before] == before
    bot.checks()
    assert bot.says("verify").code == 0
    shown = bot.says("show", "page-1").out
    assert "40 rooms" in shown


def test_a_restore_over_a_store_is_refused_in_words(site, bot, frame):
    bot.watches(site.shows("/", frame("<p>Open from nine to five on all days of the week.</p>")))
    bot.checks()
    assert bot.says("backup", str(bot.home / "copy")).code == 0
    refused = bot.says("restore", str(bot.home / "copy"))
    assert refused.code == 7
    assert "nothing is overwritten" in refused.err
    assert bot.says("verify").code == 0


def test_a_backup_says_what_it_holds(site, bot, frame):
    bot.watches(site.shows("/", frame("<p>Open from nine to five on all days of the week.</p>")))
    bot.checks()
    said = bot.says("backup", str(bot.home / "copy"))
    assert "records and 1 answer of pages" in said.out
    assert "seal 1 sha256" in said.out
