"""What is far too large, deep or broken to be a page is read all the same, in time with its length."""

import time

import pytest

from watcher.model import Payload, Source
from watcher.normalize.order import normalize
from watcher.segment import segment

URL = "https://www.dhs.gov/page"
MONSTERS = {
    "one paragraph of many lines": b"some words that go on and on without any end so\n" * 60_000,
    "a million short lines": b"* a\n" * 1_000_000,
    "pictures in Markdown": b"![a](b)" * 300_000,
    "a pager without end": b"next page\n\n" + b"1\n\n" * 300_000,
    "many paragraphs": b"<html><body><main>" + b"<p>some words here</p>" * 150_000,
    "one tag of many attributes": b"<html><body><div " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">x</div>",
    "deep": b"<div>" * 60_000 + b"x",
    "menus in menus": b"<html><body>" + b"<div><a href=x>Home</a>" * 300 + b"<a>b</a><a>c</a>",
    "broken letters": b"<html><body><p>caf\xe9 \xff\xfe \xc3\x28</p>",
    "nothing": b"",
}


@pytest.mark.parametrize("body", MONSTERS.values(), ids=MONSTERS.keys())
def test_a_monster_is_read_within_seconds(body: bytes) -> None:
    began = time.process_time()
    segment(normalize(Payload(body, "", URL), Source("large", URL)))
    assert time.process_time() - began < 8


def test_no_word_of_a_text_with_too_many_lines_is_lost() -> None:
    lines = [f"Line{number} of the text." for number in range(120_000)]
    document = segment(normalize(Payload("\n".join(lines).encode(), "text/plain", URL), Source("large", URL)))
    words = " ".join(block.text for block in document.blocks).split()
    assert words == " ".join(lines).split()
