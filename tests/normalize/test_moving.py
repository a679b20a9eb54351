"""What moves by itself is told from what was edited, and left out under a name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model import Payload, Source
from watcher.normalize import skim, skim_all
from watcher.normalize.moving import moves
from watcher.normalize.order import normalize
from watcher.segment import segment

URL = "https://www.ice.gov/detain"
SOURCE = Source("page", URL)
PROSE = (
    "Officers screen every person who enters custody for medical needs within twelve hours of arrival. "
    "The standards apply at dedicated and at shared facilities alike. "
    "Families may ask the field office where a relative is held, by telephone or in writing."
)
PAGE = """<!doctype html><html lang="en"><head><title>Detention | ICE</title>
<meta name="dcterms.modified" content="2026-01-05"></head>
<body><header><div class="cart">Cart ({cart})</div></header>
<main id="main-content"><h1>Detention {heading}</h1><div class="field--name-body">
<p>{first}</p><p>{prose}</p><p>{prose}</p></div>
<div class="story-of-the-hour"><h3><a href="/stories/{story}">{story}</a></h3>
<p>All about {story}, told by {story}.</p></div>
<div class="visitors">You are visitor number {visitor}.</div>
<div class="last-updated">Last Updated: <span class="when">{updated}</span></div>
</main><footer>{made} <div id="popup-{token}">Take our survey</div></footer></body></html>"""


def page(**said: str) -> Payload:
    """The page with some of its parts other than usual."""
    parts = {"cart": "0", "first": "The visits were 3,181 in 2018.", "prose": PROSE, "story": "harbour patrol"}
    parts |= {"visitor": "4,099", "updated": "01/05/2026", "made": "Made with care.", "token": "a" * 8, "heading": ""}
    return Payload(PAGE.format(**parts | said).encode(), "text/html; charset=utf-8", URL)


def read(payload: Payload, source: Source = SOURCE):
    return segment(normalize(payload, source), "article")


def test_a_page_that_stands_still_has_nothing_that_moves():
    assert moves(page(), page(token="b1b2b3b4"), SOURCE) == ()


def test_the_smallest_elements_that_moved_are_named():
    later = page(cart="2", story="mountain rescue", visitor="4,100")
    named = moves(page(), later, SOURCE)
    assert named == ("div.cart", "div.story-of-the-hour", "div.visitors")
    source = replace(SOURCE, moving=named)
    assert read(page(), source).fingerprint == read(later, source).fingerprint
    assert read(page()).fingerprint != read(later).fingerprint


def test_what_is_left_out_is_shown_under_its_own_rule():
    stripped = {piece.rule: piece.text for piece in read(page(), replace(SOURCE, moving=("div.visitors",))).stripped}
    assert stripped["moves-by-itself div.visitors"] == "You are visitor number 4,099."


def test_whoever_wants_all_of_it_switches_it_off():
    source = replace(SOURCE, moving=("div.visitors",), learn_moving=False)
    assert read(page(), source) == read(page())
    assert moves(page(), page(cart="2"), source) == ()


@pytest.mark.parametrize(
    "edit",
    [
        {"first": "The visits were 4,402 in 2019."},
        {"prose": "Nothing of the kind is done any longer, whatever had been said of it before this very day, by "
                  "anyone who works at the agency or on its behalf, at any facility."},
        {"heading": "and removal"},
        {"updated": "02/07/2026"},
    ],
    ids=["figure", "prose", "heading", "date"],
)  # fmt: skip
def test_an_edit_between_the_two_looks_is_not_taken_for_a_thing_that_moves(edit):
    assert moves(page(), page(**edit), SOURCE) == ()
    both = moves(page(), page(cart="7", **edit), SOURCE)
    assert both == ("div.cart",)
    source = replace(SOURCE, moving=both)
    assert read(page(), source).fingerprint != read(page(**edit), source).fingerprint


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('<div id="ui-id-2">You may apply by mail.</div>', "must come in person and bring a paper"),
        ('<ul><li class="active">You may apply by mail.</li></ul>', "must come in person and bring a paper"),
        ('<p class="stamp">Posted 01/05/2026</p>', "01/06/2026"),
        ('<table class="files"><tr><td>A memo on bonds and what they cost a family today</td><td>273 KB</td>', "284"),
    ],
    ids=["place", "state", "date", "table"],
)  # fmt: skip
def test_a_place_a_state_a_date_or_a_table_is_no_thing_that_moves(was, now):
    later = was.replace("may apply by mail", now).replace("01/05/2026", now).replace("273", now)
    assert later != was
    assert moves(page(first=f"</p>{was}<p>"), page(first=f"</p>{later}<p>"), SOURCE) == ()


def test_the_time_of_the_server_is():
    one, other = (page(made=f'<p id="made">Made 01/05/2026 at 10:00:0{at}</p>') for at in (1, 2))
    assert moves(one, other, SOURCE) == ("p#made",)


def test_facts_are_never_left_out():
    stamped = page(updated="01/06/2026 10:00:01")
    assert moves(page(updated="01/05/2026 10:00:00"), stamped, SOURCE) == ()


def test_a_list_that_moved_on_has_a_new_entry():
    rows = [f'<div class="views-row views-row-{at}"><a href="/news/{{}}">Release number {{}} of the office</a></div>'
            for at in range(1, 6)]  # fmt: skip

    def listing(newest: int) -> Payload:
        shown = "".join(row.format(newest - at, newest - at) for at, row in enumerate(rows))
        return page(prose=PROSE[:40] + f'</p><div class="view-content">{shown}</div><p>')

    assert moves(listing(30), listing(31), SOURCE) == ()


def test_an_alert_that_comes_between_two_looks_is_news():
    alert = '<div class="usa-alert">The centre is closed today because of the storm.</div>'
    assert moves(page(), page(made=alert), SOURCE) == ()


def test_a_selector_that_came_to_cover_the_page_or_an_archive_label_leaves_nothing_out():
    source = replace(SOURCE, moving=("div.story-of-the-hour",))
    label = page(story="Archived Content")
    assert "Archived Content" in " ".join(block.text for block in read(label, source).blocks)
    grown = page().body.replace(b"<main", b'<div class="story-of-the-hour"').replace(b"</main>", b"</div>")
    whole = Payload(grown, "text/html")
    assert not any(piece.rule.startswith("moves") for piece in read(whole, source).stripped if "Officers" in piece.text)


def test_a_page_that_only_moved_skims_the_same():
    without = ("div.cart", "div.story-of-the-hour")
    one, other = page(), page(cart="9", story="mountain rescue")
    assert skim(one.body, one.content_type, without) == skim(other.body, other.content_type, without)
    assert skim(one.body, one.content_type) != skim(other.body, other.content_type)
    assert skim_all(one, without) != skim_all(one, without[:1]) != skim_all(one)


WORDS = st.text(st.sampled_from("ab12 -"), max_size=12)
STORIES = st.sampled_from(
    ["harbour patrol", "x", "Archived Content", "</div><main>y</main><div>", "</a></h3></div><h3>"]
)


@given(WORDS, WORDS, STORIES, STORIES, st.sampled_from([(), ("div.cart",), ("div.story-of-the-hour", "div.cart")]))
def test_equal_skims_read_equally_whatever_is_left_out(was, now, story, other, moving):
    one, two = page(cart=was, story=story), page(cart=now, story=other)
    if skim_all(one, moving) == skim_all(two, moving):
        source = replace(SOURCE, moving=moving)
        assert read(one, source).fingerprint == read(two, source).fingerprint


@given(st.lists(st.sampled_from(["<p>", "<div class=a>", "</div>", "one ", "1 ", "<ul><li>", "</ul>"]), max_size=12))
def test_nothing_moves_on_a_page_that_is_the_same_twice(pieces):
    body = Payload(f"<body><p>x</p>{''.join(pieces)}".encode(), "text/html")
    assert moves(body, body, SOURCE) == ()
