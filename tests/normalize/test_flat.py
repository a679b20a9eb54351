"""A tree that is laid out flat says what it says when it is walked, also after it was changed."""

import gc
from copy import copy

import pytest
from bs4 import NavigableString, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eval.pairs import own_pairs
from watcher.model import Payload, Source
from watcher.normalize.element import Element, below, stretch_of
from watcher.normalize.parse import parse
from watcher.normalize.tree import Tree, tags_in, words_of
from watcher.pipeline.reading import read

URL = "https://www.agency.example.gov/page"
NAMES = ["div", "p", "span", "b", "li", "ul", "td", "tr", "table", "br", "a", "h2", "button"]
TEXTS = ["Officers ", "decide", " within\n48 hours", "", "\u00a0", ". "]
PAGE = "<main><h1>Rules</h1><ul><li>one<li><b>t</b>wo</ul><p>Call<br>us <a>now</a></p></main>"

markup = st.recursive(
    st.sampled_from(TEXTS),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", st.sampled_from(NAMES), st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


def laid(source):
    return Tree(parse(f"<body>{source}</body>")[0])


def walked(tag):
    """The same element, of which no layout knows."""
    return copy(tag)


def alike(tree):
    """Every element answers as it does where nothing was laid out."""
    for tag in tags_in(tree.body):
        alone = walked(tag)
        assert stretch_of(alone) is None
        assert words_of(tag) == words_of(alone)
        assert [one.name for one in below(tag)] == [one.name for one in below(alone)]
        for name in NAMES:
            found = tag.find_all(name)
            assert [words_of(one) for one in found] == [words_of(one) for one in alone.find_all(name)]
            assert all(is_below(one, tag) for one in found)
            assert [id(one) for one in tag.find_all(name, limit=2)] == [id(one) for one in found[:2]]
            assert tag.find(name) is (found[0] if found else None)
    return True


def is_below(tag, holder):
    return any(parent is holder for parent in tag.parents)


@given(st.lists(markup, max_size=4).map("".join))
@settings(max_examples=150, deadline=None)
def test_a_layout_says_what_a_walk_says(source):
    assert alike(laid(source))


CHANGES = {
    "an element is taken out": lambda tag, soup: tag.extract(),
    "one is put in": lambda tag, soup: tag.insert(0, soup.new_tag("b", string="new")),
    "one follows": lambda tag, soup: tag.insert_after(soup.new_tag("b", string="new")),
    "words are added": lambda tag, soup: tag.append(" and more"),
    "other words stand there": lambda tag, soup: setattr(tag, "string", "other words"),
    "it is emptied": lambda tag, soup: tag.clear(),
    "only its content stays": lambda tag, soup: tag.unwrap(),
    "another stands in its place": lambda tag, soup: tag.replace_with(soup.new_tag("p", string="instead")),
    "it is wrapped": lambda tag, soup: tag.wrap(soup.new_tag("div")),
    "its words are replaced": lambda tag, soup: [
        text.replace_with("here", soup.new_tag("b")) for text in tag.find_all(string=True)
    ],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_the_tree_spoils_the_layout(change):
    spoilt = False
    for at in range(len(tags_in(laid(PAGE).body))):
        tree = laid(PAGE)
        change(tags_in(tree.body)[at], tree.soup)
        assert alike(tree)
        spoilt = spoilt or stretch_of(tree.body) is None
    assert spoilt


def test_words_of_a_copy_are_walked():
    tree = laid(PAGE)
    assert stretch_of(tree.body) is not None
    assert stretch_of(copy(tree.body)) is None


def test_what_is_asked_otherwise_is_beautiful_soups():
    tree = laid(PAGE)
    assert [str(text) for text in tree.body.find_all(string=True)][:2] == ["Rules", "one"]
    assert tree.body.find_all(class_="x") == []
    assert isinstance(tree.body.find(True), Tag)
    assert isinstance(tree.body.find("h1").contents[0], NavigableString)


def elements():
    gc.collect()
    return sum(isinstance(one, Element) for one in gc.get_objects())


def test_no_tree_outlives_the_reading():
    held = elements()
    for pair in own_pairs():
        read(Payload(pair.after.body, pair.after.content_type or "text/html", pair.after.url), Source("it", URL))
    assert elements() == held, "something that is remembered for the next page holds a piece of this one"
