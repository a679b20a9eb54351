"""`watcher add`, from outside: a site, a file, a terminal."""

import os
import pty
import subprocess
import sys

import pytest

from tests.paper import printed

PAIRS = "".join(
    f"<h2>Who may ask for the {room} room?</h2><p>Any person who lives in the {room} wing and has paid in May.</p>"
    for room in ("north", "south", "east", "west", "upper", "lower")
)
NONE = "# mine\nversion: 1\nsources: []\n"


def test_a_page_is_described_then_written_and_can_be_checked(site, bot, frame):
    bot.writes(NONE)
    url = site.shows("/qa", frame(PAIRS, title="Rooms"))
    said = bot.says("add", url, "--id", "rooms", "--yes")
    assert said.code == 0, said.err
    assert "QUESTIONS AND ANSWERS (6 pairs, confidence high)" in said.out
    assert "Q: Who may ask for the north room?" in said.out
    assert "menus and the like ignored" in said.out
    assert (bot.home / "sources.yaml").read_text() == (
        f"# mine\nversion: 1\nsources:\n  - id: rooms\n    name: Rooms\n    url: {url}\n    kind: qa\n"
        "    expect: {pairs: 6}\n"
    )
    assert bot.says("config", "check").code == 0
    assert bot.checks().counts["first"] == 1


def test_nothing_is_written_where_nobody_can_be_asked_or_only_a_preview_is_wanted(site, bot, frame):
    bot.writes(NONE)
    url = site.shows("/a", frame(PAIRS))
    refused = bot.says("add", url)
    assert refused.code == 2
    assert "--yes" in refused.err
    assert site.asked == []
    shown = bot.says("add", url, "--dry-run", "--json")
    assert (shown.code, shown.json["schema"], shown.json["added"]) == (0, "watcher.add/1", False)
    assert shown.json["entry"]["kind"] == "qa"
    assert shown.json["place"]["line"] == 4
    assert (bot.home / "sources.yaml").read_text() == NONE


def test_a_page_that_is_watched_already_is_named(site, bot, frame):
    bot.watches(site.shows("/a", frame(PAIRS)))
    again = bot.says("add", site.url("/a/?utm_source=x#top"), "--yes")
    assert again.code == 2
    assert "watched already, as page-1" in again.err


def test_a_page_that_moved_for_good_is_watched_where_it_is_now(site, bot, frame):
    bot.writes(NONE)
    site.shows("/new", frame(PAIRS))
    said = bot.says("add", site.shows("/old", "", 301, Location="/new"), "--yes", "--json")
    assert said.json["entry"]["url"] == site.url("/new")
    elsewhere = bot.says("add", site.shows("/older", "", 301, Location="/new"), "--yes")
    assert elsewhere.code == 2
    assert "watched already" in elsewhere.err
    site.shows("/today", frame("<p>Today the office is open, as it is on all days.</p>"))
    for_now = bot.says("add", site.shows("/daily", "", 302, Location="/today"), "--yes", "--json")
    assert for_now.json["entry"]["url"] == site.url("/daily")
    assert for_now.json["final_url"] == site.url("/today")


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_page_that_cannot_be_read_is_added_only_as_the_kind_that_is_said(site, bot, status):
    bot.writes(NONE)
    url = site.shows("/a", "<h1>Access denied</h1>", status)
    for more in ([], ["--yes"], ["--dry-run", "--kind", "qa"]):
        said = bot.says("add", url, *(more or ["--dry-run"]))
        assert said.code == 4
        assert str(status) in said.out
        assert "--yes --kind" in said.out
        assert (bot.home / "sources.yaml").read_text() == NONE
    assert bot.says("add", url, "--id", "a", "--yes", "--kind", "qa").code == 0
    assert (bot.home / "sources.yaml").read_text().endswith(f"  - id: a\n    url: {url}\n    kind: qa\n")


def test_robots_txt_is_obeyed(site, bot, frame):
    bot.writes(NONE)
    site.shows("/robots.txt", "User-agent: *\nDisallow: /a\n", Content_Type="text/plain")
    said = bot.says("add", site.shows("/a", frame(PAIRS)), "--yes", "--json")
    assert (said.code, said.json["outcome"], said.json["added"]) == (4, "robots_disallowed", False)
    assert site.asked == ["/robots.txt"]


def test_a_copy_of_a_watched_page_is_found_by_its_words_while_another_command_holds_the_store(site, bot, frame):
    bot.watches(site.shows("/original", frame(PAIRS, title="Rooms")))
    bot.checks()
    stamped = PAIRS.replace("and has paid", "AILA Doc. No. 17022130. (Posted 2/21/17) and has paid")
    copy = site.shows("/copy", f"<title>Copy</title><main><h1>Our copy</h1>{stamped}</main>")
    runs = bot.start("run")
    try:
        said = bot.says("add", copy, "--id", "copy", "--yes")
    finally:
        runs.terminate()
        runs.communicate(timeout=30)
    assert said.code == 0, said.err
    assert "same text as page-1 (" in said.out
    assert "the rule aila-stamp leaves it out already" in said.out
    assert "mirror_of: page-1" in (bot.home / "sources.yaml").read_text()


def test_stamps_are_proposed_and_left_out_of_what_is_shown(site, bot, frame):
    bot.writes(NONE)
    words = PAIRS.replace("and has paid", "FOIA Doc. No. 2017-88 (Posted 3/1/17) and has paid")
    said = bot.says("add", site.shows("/a", frame(words)), "--yes")
    assert r"- stamp: 'FOIA Doc\. No\. 2017-88 \(Posted 3/1/17\)'" in said.out
    assert "A: Any person who lives in the north wing and has paid in May." in said.out
    assert bot.says("config", "check").code == 0


def test_what_could_not_be_written_is_refused_before_the_site_is_asked(site, bot, frame):
    bot.watches(site.shows("/a", frame(PAIRS)))
    for more in (["--every", "often"], ["--id", "page-1"], ["--mirror-of", "nobody"], ["--id", "No Id"]):
        said = bot.says("add", site.url("/b"), "--yes", *more)
        assert said.code == 2, more
        assert "Traceback" not in said.err
    assert bot.says("add", "ftp://a.gov/x", "--yes").code == 2
    bot.writes("sources:\n  - urk: x\n")
    assert bot.says("add", site.url("/b"), "--yes").code == 2
    assert site.asked == []


@pytest.mark.parametrize(("answer", "added"), [("\n", True), ("n\n", False)])
def test_at_a_terminal_a_person_is_asked(site, bot, frame, answer, added):
    bot.writes(NONE)
    url = site.shows("/a", frame(PAIRS))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "watcher", "add", url, "--id", "a", "--config", str(bot.home)]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asking:
        os.write(ours, answer.encode())
        out, err = asking.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert "Add as a to sources.yaml line 4? [Y/n]" in err
    assert ("Added a" in out) is added
    assert ("id: a" in (bot.home / "sources.yaml").read_text()) is added


def test_a_feed_is_added_as_a_feed_that_is_looked_at_every_hour(site, bot):
    bot.writes(NONE)
    items = "".join(
        f"<item><title>Story {at}</title><link>https://a.gov/{at}</link><description>Words of it.</description></item>"
        for at in range(4)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News of the office</title>{items}</channel></rss>'
    said = bot.says("add", site.shows("/feed", feed, Content_Type="application/rss+xml"), "--id", "news", "--yes")
    assert said.code == 0, said.err
    assert "A FEED (4 entries" in said.out
    written = (bot.home / "sources.yaml").read_text()
    assert "    name: News of the office\n" in written
    assert written.endswith("    kind: feed\n    every: 1h\n")


def test_a_document_is_added_like_a_page(site, bot):
    bot.writes(NONE)
    memo = printed(["Any person who lives in the north wing may ask for a room in May."])
    said = bot.says("add", site.shows("/memo.pdf", memo, Content_Type="application/pdf"), "--yes", "--json")
    assert said.code == 0, said.err
    assert "Any person who lives in the north wing" in said.json["sample"][0]["text"]
