"""What is expected of a page and is not so is said in words."""

import pytest

from watcher.model import Block, Document, Expect, Source, fact
from watcher.pipeline.expectations import unmet

PAGE = Document(
    "qa",
    (fact("archived", "Archived Content: it may not reflect policy"), fact("breadcrumb", "Home › About Us › Archived"),
     fact("updated", "2017-02-21")),
    (Block("question", "who", "Q1: Who?"), Block("answer", "who", "A1: More than 283,000 people were removed.")),
)  # fmt: skip


@pytest.mark.parametrize(
    "expect",
    [
        Expect(),
        Expect(archived="archived content"),
        Expect(page_date="2/21/17"),
        Expect(page_date="Last Updated: 02/21/2017"),
        Expect(breadcrumb=("Home", "About us")),
        Expect(pairs=1, items=0),
    ],
)
def test_what_is_met_is_not_mentioned(expect):
    assert unmet(PAGE, Source("qa", "https://a.example/", expect=expect)) == ()


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        (Expect(pairs=22), "expected 22 pairs, found 1"),
        (Expect(items=3), "expected 3 items, found 0"),
        (
            Expect(archived="Withdrawn"),
            'expected the label "Withdrawn", found "Archived Content: it may not reflect policy"',
        ),
        (Expect(page_date="2/22/17"), "expected the page's date 2/22/17, found 2017-02-21"),
        (
            Expect(breadcrumb=("Home", "News")),
            'expected the breadcrumb to begin "Home › News", found "Home › About Us › Archived"',
        ),
    ],
)
def test_what_is_not_met_is_said_with_what_was_found(expect, said):
    assert unmet(PAGE, Source("qa", "https://a.example/", expect=expect)) == (said,)


def test_a_page_without_a_label_has_none():
    source = Source("qa", "https://a.example/", expect=Expect(archived="Archived", page_date="2/22/17"))
    assert unmet(Document("article"), source) == (
        'expected the label "Archived", found none',
        "expected the page's date 2/22/17, found none",
    )


def test_a_followed_figure_that_is_nowhere_is_unmet():
    figures = (("removed", "{n} people"), ("convicted", "{n} convicted"))
    assert unmet(PAGE, Source("qa", "https://a.example/", figures=figures)) == (
        'expected the figure convicted as "{n} convicted", found none',
    )
