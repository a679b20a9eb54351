"""Where a phrase came and went, asked on the command line."""


def test_a_phrase_has_a_life_span_also_after_the_database_was_lost(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>People may be held for 48 hours.</p>")))
    bot.checks()
    site.shows("/a", frame("<p>People will be held for 48 hours.</p>"))
    bot.checks()
    said = bot.says("search", "may be HELD", "--removed", "--json").json
    assert [(page["stands"], stay["first"], stay["gone"]) for page in said["pages"] for stay in page["stays"]] == [
        (False, "v1", "v2")
    ]
    for path in bot.home.glob("watcher.db*"):
        path.unlink()
    assert bot.says("reindex").code == 0
    assert bot.says("search", "may be HELD", "--removed", "--json").json == said
    assert "still in v2" in bot.says("search", "will be held").out
    assert "Searched: 2 versions of 1 page" in bot.says("search", "nobody wrote this").out
