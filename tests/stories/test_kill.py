"""A run that is killed at any moment loses nothing and tells nothing twice."""

import os
import random
import re
import time

PAGES = 12
KILLS = 60 if os.environ.get("WATCHER_PROOF") else 5


def test_a_round_killed_again_and_again_loses_nothing_and_tells_nothing_twice(site, bot, frame):
    urls = [site.shows(f"/{at}", frame(f"<p>Office {at} has 14 rooms for visitors.</p>")) for at in range(PAGES)]
    bot.watches(*urls)
    bot.checks()
    chance = random.Random(2026)
    whole = _seconds_of(bot)
    for _ in range(KILLS):
        for at in chance.sample(range(PAGES), 3):
            rooms = chance.randrange(15, 99)
            site.shows(f"/{at}", frame(f"<p>Office {at} has {rooms} rooms for visitors.</p>"))
        running = bot.start("check", "--notify")
        time.sleep(chance.uniform(0.3, 1.0) * whole)
        running.kill()
        running.communicate()
    # Twice: on a slow machine the rounds fall so close together that half of all pages seem to turn at once.
    for _ in range(2):
        last = bot.says("check", "--notify")
        assert last.code == 0, last.err
    changes = bot.says("log", "--json", "-n", "1000").json["changes"]
    _is_unbroken(changes)
    _is_told_once(bot, changes)
    for at in range(PAGES):
        shown = re.search(rb"has (\d+) rooms", site.pages[f"/{at}"].body).group(1).decode()
        assert shown == _rooms_last_told(changes, f"page-{at + 1}")
    verified = bot.says("verify")
    assert verified.code == 0, verified.out


def _seconds_of(bot) -> float:
    began = time.monotonic()
    bot.says("check", "--notify")
    return time.monotonic() - began


def _rooms_last_told(changes, source: str) -> str:
    """How many rooms the source's latest change says there are; changes come newest first."""
    for change in changes:
        if change["source"] == source:
            return re.search(r"has (\d+) rooms", " ".join(edit["after"] or "" for edit in change["edits"])).group(1)
    return "14"


def _is_unbroken(changes) -> None:
    """Every version of every page follows from the one before, once."""
    for source in {change["source"] for change in changes}:
        steps = sorted((c["from"]["version"], c["to"]["version"]) for c in changes if c["source"] == source)
        assert steps == [(at, at + 1) for at in range(1, len(steps) + 1)]


def _is_told_once(bot, changes) -> None:
    """Every finding stands in exactly one digest, and every digest lies in the mailbox exactly once."""
    digests = bot.says("digest", "list", "--json", "-n", "1000").json["digests"]
    told = [finding["id"] for digest in digests for finding in digest["entries"]]
    found = [finding["id"] for c in changes for finding in c["findings"] if finding["severity"] != "noise"]
    assert sorted(told) == sorted(found)
    message_ids = [mail["Message-ID"] for mail in bot.mails()]
    assert len(message_ids) == len(set(message_ids)) == len(digests)
