"""Page text in markdown, as a parser of it reads it."""

from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from tests.deliver.conftest import HOSTILE, retold
from watcher.deliver.briefing import Cut, brief
from watcher.deliver.markdown import cards, head, inert
from watcher.text import tidy, visible

PARSER = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def tokens(text):
    """Every token of the text, with those inside."""
    return [one for token in PARSER.parse(text) for one in (token, *(token.children or ()))]


@pytest.mark.parametrize("words", [*HOSTILE, "- item", "+ item", "1. item", "12) item", "=", "---", "a\\", "www.a.org"])
def test_words_of_a_page_are_words(words):
    said = visible(tidy(words))
    told = tokens(inert(said))
    assert "".join(one.content for one in told if one.type in ("text", "text_special")) == said
    assert {one.type for one in told} <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


@pytest.mark.parametrize("words", HOSTILE)
def test_a_message_holds_no_links_but_ours(words, message):
    told = brief(retold(message.record, words), Cut(8, 8, 3, 400))
    for text in (head(told), *(card.text for card in cards(told))):
        found = tokens(text)
        assert not [one for one in found if one.type in ("image", "html_inline", "html_block", "code_inline")]
        links = [one.attrs["href"] for one in found if one.type == "link_open"]
        assert all(link.startswith("https://watch.example.org/") for link in links)


def test_what_went_is_struck_and_what_came_is_strong(message):
    found = tokens(cards(brief(message.record, Cut(8, 8, 3, 400)))[0].text)
    at = {one.type: following.content for one, following in pairwise(found)}
    assert (at["s_open"], at["strong_open"]) == ("may", "will")


def test_the_links_stand_outside_the_quotation(message):
    types = [one.type for one in tokens(cards(brief(message.record, Cut(8, 8, 3, 400)))[0].text)]
    assert types.index("blockquote_close") < types.index("link_open")
