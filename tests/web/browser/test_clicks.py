"""How far each answer is from the inbox: the numbers of docs/clicks.md."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

PAGE = "original"


@dataclass
class Hand:
    """Somebody who clicks, from the inbox on."""

    page: Page
    home: str
    clicks: int = 0

    def start(self) -> None:
        """Open the inbox."""
        self.page.goto(self.home)
        self.clicks = 0

    def click(self, name: str, role: str = "link") -> None:
        """A link or a button of that name, or one of several."""
        self.page.get_by_role(role, name=name, exact=True).last.click()
        self.clicks += 1

    def choose(self, label: str) -> None:
        """A box or a dot."""
        self.page.get_by_label(label, exact=True).last.check()
        self.clicks += 1

    def sees(self, words: str) -> int:
        """So many clicks away it says that."""
        assert words in self.page.locator("body").inner_text(), (words, self.page.url)
        return self.clicks


@pytest.fixture
def hand(window) -> Hand:
    """The operator, without scripts, at the inbox."""
    view = window(java_script_enabled=False)
    view.log_in()
    return Hand(view.page, view.origin)


def test_each_question_is_so_many_clicks_away(hand):
    hand.start()
    assert hand.sees("In the last 7 days") == 0
    assert hand.sees("rule faq") == 0
    hand.click("Compare")
    assert hand.sees("1 answer altered") == 1
    hand.start()
    hand.click(PAGE)
    hand.click("Compare selected", "button")
    assert hand.sees("v2 (6 Nov 2026)") == 2
    hand.start()
    hand.click(PAGE)
    hand.choose("from v1")
    hand.choose("to v3")
    hand.click("Compare selected", "button")
    assert hand.sees("v1 (2 Nov 2026)") == 4
    hand.start()
    hand.click(PAGE)
    hand.click("v1")
    assert hand.sees("People found there may be held") == 2
    hand.click("Verify now", "button")
    assert hand.sees("Matches") == 3
    hand.start()
    hand.click("Search")
    hand.page.get_by_label("Phrase").fill("may be held")
    hand.click("Search", "button")
    assert hand.sees("gone in") == 2
    hand.start()
    hand.click("Exhibit")
    assert hand.sees("What changed at a web page") == 1
    hand.start()
    hand.page.locator("article h3 a").last.click()
    hand.clicks += 1
    assert hand.sees("Footnote, after the Bluebook's manner") == 1
    hand.start()
    hand.choose("select this change")
    hand.click("Mark selected reviewed", "button")
    assert hand.sees("Changes to review") == 2
