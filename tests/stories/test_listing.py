"""A list over several pages is one list, whatever page an entry stands on."""

import pytest

ROWS = """<div class="views-row"><h3 class="news-updates-title"><a href="/news/{0}">Release {0} of the office</a></h3>
<p>What release {0} says is said in a few plain words here.</p></div>"""
PAGER = '<nav class="usa-pagination" aria-label="Pagination"><ul class="usa-pagination__list">{}</ul></nav>'
NEXT = '<li><a class="usa-pagination__next-page" href="/news-releases?page={}">Next</a></li>'


@pytest.fixture
def lists(site, frame):
    """`lists(names)` lets the site show a list of these, four a page."""

    def shown(names, a_page=4):
        pages = [names[at : at + a_page] for at in range(0, len(names), a_page)]
        for number, some in enumerate(pages):
            lead = NEXT.format(number + 1) if number + 1 < len(pages) else "<li>End</li>"
            rows = "".join(ROWS.format(name) for name in some)
            body = frame(f'<div class="view-content">{rows}</div>{PAGER.format(lead)}', title="News releases")
            address = site.shows("/news-releases" + (f"?page={number}" if number else ""), body)
        return address.partition("?")[0]

    return shown


NAMES = [f"n{number}" for number in range(30, 19, -1)]


def test_an_entry_that_moves_to_the_next_page_is_nothing_and_one_that_goes_is_removed(site, bot, lists):
    bot.watches(lists(NAMES), pages="{follow_next: true, max: 5}", kind="listing")
    assert bot.checks().kinds == []
    assert "/news-releases?page=2" in site.asked
    assert bot.checks().kinds == []
    lists(["n31", *NAMES])
    round_ = bot.checks()
    assert round_.loud == ["item.added"]
    assert "n31" in round_.findings[0]["summary"]
    lists([name for name in ["n31", *NAMES] if name != "n22"])
    round_ = bot.checks()
    assert round_.loud == ["item.removed"]
    assert "n22" in round_.findings[0]["summary"]
    assert bot.says("verify").code == 0


def test_what_stood_on_a_page_that_cannot_be_had_is_not_removed(site, bot, lists):
    bot.watches(lists(NAMES), pages="{follow_next: true}", kind="listing")
    bot.checks()
    site.shows("/news-releases?page=1", "<h1>Service unavailable</h1>", status=503)
    round_ = bot.checks()
    assert (round_.kinds, round_.counts["failing"]) == ([], 1)
    lists(["n31", *NAMES])
    assert bot.checks().loud == ["item.added"]


def test_of_a_list_that_is_not_followed_an_entry_is_not_removed_when_it_is_pushed_off_the_page(bot, lists):
    bot.watches(lists(NAMES), kind="listing")
    bot.checks()
    lists(["n31", *NAMES])
    round_ = bot.checks()
    assert round_.loud == ["item.added"]
    assert "order.changed" in round_.kinds


def test_following_a_list_from_now_on_is_no_news(bot, lists):
    url = lists(NAMES)
    bot.watches(url, kind="listing")
    bot.checks()
    bot.watches(url, kind="listing", pages="{follow_next: true}")
    assert bot.checks().loud == []
    lists(["n31", *NAMES])
    assert bot.checks().loud == ["item.added"]
