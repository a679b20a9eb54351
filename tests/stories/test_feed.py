"""What changed, for feed readers: one entry a change, under the same id for good."""

import re

WATCHED = """version: 1
sources:
  - {{id: hall, url: '{0}', tags: [city]}}
  - {{id: court, url: '{1}', tags: [law]}}
"""


def ids(said):
    """The ids of the entries, as they come."""
    assert said.code == 0, said.err
    return re.findall(r"<entry><id>([^<]+)</id>", said.out)


def changes(site, bot, frame):
    """Two pages that changed, one of them twice."""
    pages = {name: site.shows(f"/{name}", frame("<p>There are 14 rooms here.</p>")) for name in ("hall", "court")}
    bot.writes(WATCHED.format(*pages.values()))
    bot.checks()
    for name, more in (("hall", "15"), ("court", "14 rooms here.</p><p>Guests may bring"), ("hall", "16")):
        site.shows(f"/{name}", frame(f"<p>There are {more} rooms here.</p>"))
        bot.checks()


def test_a_feed_of_all_of_a_source_of_a_tag_and_of_a_severity(site, bot, frame):
    changes(site, bot, frame)
    everything = bot.says("feed")
    assert len(ids(everything)) == 3
    assert "[deleted:" in everything.out
    assert ids(bot.says("feed", "--source", "court")) == ids(bot.says("feed", "--tag", "law")) == [ids(everything)[1]]
    assert ids(bot.says("feed", "--min-severity", "high")) == ids(everything)[::2]
    assert bot.says("feed", "--tag", "nonsense").code == 2


def test_what_is_written_is_a_feed_as_watcher_itself_reads_one_and_stays_the_same(site, bot, frame):
    changes(site, bot, frame)
    file = bot.home / "feed.xml"
    assert bot.says("feed", "-o", str(file)).code == 0
    first = file.read_bytes()
    read = bot.asks("read", str(file), "--json").json
    assert read["kind"] == "feed"
    assert sum(block["kind"] == "item" for block in read["blocks"]) == 3
    bot.says("reindex")
    assert bot.says("feed", "-o", str(file)).code == 0
    assert file.read_bytes() == first
    assert [path.name for path in bot.home.iterdir() if path.name.startswith(".")] == []
