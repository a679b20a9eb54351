"""Where a list goes on is read off the pager that the site itself has."""

import pytest

from watcher.model import Payload
from watcher.normalize import next_page

URL = "https://www.dhs.gov/news-releases?topic=all"


def behind(markup: str, url: str = URL, content_type: str = "text/html") -> str | None:
    body = f"<!doctype html><html><head></head><body><main>{markup}</main></body></html>"
    return next_page(Payload(body.encode(), content_type, url))


@pytest.mark.parametrize(
    "pager",
    [
        '<ul><li class="pager__item pager__item--next"><a href="?topic=all&amp;page=1">›</a></li></ul>',
        '<ul class="pager"><li class="pager-next"><a href="/news-releases?topic=all&page=1">next ›</a></li></ul>',
        '<div><a class="usa-pagination__link usa-pagination__next-page" href="?topic=all&page=1"><i>→</i></a></div>',
        '<a rel="next" href="?topic=all&page=1">more</a>',
        '<nav><a href="?topic=all&page=1">Next &raquo;</a></nav>',
        '<nav><a href="?topic=all&page=1" aria-label="Go to next page">→</a></nav>',
        '<div class="pager"><a href="?topic=all&page=1">Siguiente</a></div>',
        '<p class="pager">1 <a href="?topic=all&page=1">2</a> <a href="?topic=all&page=2">3</a></p>',
    ],
    ids=["drupal", "drupal-7", "uswds", "rel", "words", "label", "spanish", "numbers"],
)  # fmt: skip
def test_the_next_page_is_found(pager):
    assert behind(pager) == "https://www.dhs.gov/news-releases?topic=all&page=1"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>The next page of history was written in 2017.</p>",
        '<a href="/next">Next steps for applicants</a>',
        '<nav><a href="#next">Next</a></nav>',
        '<nav><a href="https://elsewhere.example/?page=1">Next</a></nav>',
        '<nav><a href="javascript:go()" rel="next">Next</a></nav>',
        '<ul class="pager"><li><a href="?page=0">1</a></li><li><a href="?page=1">2</a></li></ul>',
    ],
    ids=["prose", "link", "fragment", "host", "script", "last"],
)
def test_where_nothing_leads_on_the_list_ends(markup):
    assert behind(markup, "https://www.dhs.gov/news-releases?page=1") is None


def test_a_page_counts_on_from_its_own_number():
    pager = "".join(f'<li><a href="?page={number}">{number}</a></li>' for number in range(5))
    assert behind(f'<ul class="pager">{pager}</ul>', "https://a.gov/l?page=2") == "https://a.gov/l?page=3"


def test_what_no_parser_should_be_given_leads_nowhere():
    assert behind("<div>" * 100_000 + '<a rel="next" href="?page=1">x</a>') is None
    assert behind('<a rel="next" href="?page=1">x</a>', content_type="text/plain") is None
