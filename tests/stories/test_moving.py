"""What moves by itself on a page is learnt at first sight, left out under a name, and read again by whoever asks."""

from itertools import count

import pytest

PROSE = "<p>Officers screen every person who enters custody within twelve hours of arrival at a facility.</p>"


class Turning(dict):
    """Pages that are made anew at every visit."""

    def __init__(self, make) -> None:
        self.make = make
        self.visits = count(4099)

    def get(self, path, default=None):
        """The page as it is at this visit."""
        return self.make(next(self.visits)) if path == "/turning" else super().get(path, default)


@pytest.fixture
def turns(site, frame):
    """`turns(words)` lets the site show a page that says so, with a counter and a promotion; returns its address."""

    def shown(words):
        def make(visit):
            promotion = f"<h3><a href='/story-{visit}'>Story {visit}</a></h3><p>Read all of story {visit}.</p>"
            moving = f"<div class='hits'>Hits so far: {visit}</div><div id='spotlight'>{promotion}</div>"
            site.shows("/made", frame(f"<p>{words}</p>{PROSE * 4}{moving}"))
            return site.pages["/made"]

        site.pages = Turning(make)
        return site.url("/turning")

    return shown


def test_a_page_with_a_counter_says_nothing_until_somebody_edits_it(bot, turns):
    bot.watches(turns("The visits were 3,181."))
    assert [bot.checks().kinds for _ in range(3)] == [[], [], []]
    turns("The visits were 4,402.")
    assert bot.checks().loud == ["figure.changed"]


def test_what_is_left_out_is_shown_by_name(bot, turns):
    bot.watches(turns("The visits were 3,181."))
    bot.checks()
    rules = [piece["rule"] for piece in bot.says("read", "page-1", "--json").json["stripped"]]
    assert "moves-by-itself div.hits" in rules
    assert "moves-by-itself div#spotlight" in rules


def test_whoever_wants_all_of_it_is_told_all_of_it(bot, turns):
    bot.watches(turns("The visits were 3,181."), moving_parts="keep")
    bot.checks()
    assert bot.checks().loud != []


def test_of_a_source_that_nobody_has_seen_there_is_nothing_to_read(site, bot, frame):
    seen, unseen = (site.shows(path, frame(PROSE)) for path in ("/seen", "/unseen"))
    bot.watches(seen, unseen)
    assert "nothing is kept there yet" in bot.says("read", "page-1").err
    bot.checks("page-1")
    assert "Officers screen" in bot.says("read", "page-1").out
    assert "nothing is kept of page-2 yet" in bot.says("read", "page-2").err
    said = bot.says("read", "page-3")
    assert said.code == 2
    assert "no source 'page-3', and no file of that name" in said.err
