"""Whoever is told after each complete round; that nobody answers there stops nothing, and `status` says so."""

from tests.stories.conftest import LOCAL


def pinging(site, bot, frame):
    """Two pages are watched, and somebody is told after each round."""
    bot.watches(*(site.shows(f"/{at}", frame(f"<p>Office {at} is open.</p>")) for at in range(2)), watcher="x")
    (bot.home / "ping_url").write_text(site.url("/ping/3f2a"), encoding="utf-8")
    (bot.home / "watcher.yaml").write_text(LOCAL + 'ping: "${file:ping_url}"\n', encoding="utf-8")


def test_a_complete_round_is_told_and_half_of_one_is_not(site, bot, frame):
    pinging(site, bot, frame)
    site.shows("/ping/3f2a", "ok")
    bot.checks("page-1")
    assert "/ping/3f2a" not in site.asked
    assert bot.checks().code == 0
    assert site.asked.count("/ping/3f2a") == 1
    assert bot.says("status", "--json").json["ping_failed"] is None


def test_that_nobody_hears_it_stops_nothing_and_is_told_without_the_address(site, bot, frame):
    pinging(site, bot, frame)
    checked = bot.checks()
    assert checked.code == 0
    assert checked.counts["checked"] == 2
    status = bot.says("status")
    assert "A ping was not heard within the last day: answered 404" in status.out
    assert "3f2a" not in status.out + checked.said.err
    assert bot.says("verify").code == 0
    assert bot.says("reindex").code == 0
