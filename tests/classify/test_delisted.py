"""A watched page that stood on a list and no longer does."""

from watcher.model import Severity

LIST = """
# Resources
* [Secure Communities](https://www.ice.example/secure-communities): How the program worked.
* [Detainers](https://www.nilc.example/detainers): What they are and who signs them.
* [Know your rights](https://www.nilc.example/rights): For everyone who is asked.
"""
WATCHED = (("http://ice.example/secure-communities/", "ICE: Secure Communities"), ("https://dhs.example/faq", ""))
SHORT = "\n".join(line for line in LIST.splitlines() if "Secure" not in line)


def test_the_entry_of_a_watched_page_is_delisted_and_not_merely_removed(tell):
    told = tell(LIST, SHORT, "resource-list", watched=WATCHED)
    assert list(told) == ["item.delisted"]
    assert told["item.delisted"].level is Severity.HIGH
    assert '"ICE: Secure Communities" no longer stands on this list' in told["item.delisted"].summary


def test_the_entry_of_any_other_page_is_removed(tell):
    assert list(tell(LIST, SHORT, "resource-list", watched=WATCHED[1:])) == ["item.removed"]


def test_a_page_that_the_list_still_leads_to_is_listed(tell):
    after = SHORT.replace(
        "What they are", "See [the program](https://www.ice.example/secure-communities). What they are"
    )
    assert "item.delisted" not in tell(LIST, after, "resource-list", watched=WATCHED)


def test_an_entry_that_takes_its_place_is_told_beside_it(tell):
    after = LIST.replace("https://www.ice.example/secure-communities", "https://www.ice.example/other")
    told = tell(LIST, after, "listing", watched=WATCHED)
    assert "item.delisted" in told


def test_a_watched_page_that_an_article_no_longer_links_to_is_not_delisted(tell):
    assert "item.delisted" not in tell(LIST, SHORT, "article", watched=WATCHED)
