"""RSS, Atom and JSON Feed: entries by their own names, words without markup, nothing expanded."""

import json

import pytest

from watcher.fetch.quality import judge
from watcher.model import Outcome, Payload, Source
from watcher.normalize import is_html, skim
from watcher.pipeline.saved import Comparison, Saved, compare_saved

ADDRESS = "https://www.example.org/news/feed"
BLURB = "<p>Office %d <b>opened</b> to the public. <a href='/more'>More</a></p>"


def rss(numbers: list[int], built: str = "Mon, 1 Jun 2026 10:00:00 GMT", blurb: str = BLURB, before: str = "") -> bytes:
    items = "".join(
        f"<item><title>Office {number} opens</title><link>https://www.example.org/news/{number}</link>"
        f'<guid isPermaLink="false">news-{number}</guid><pubDate>Tue, {number:02} Jun 2026 09:00:00 GMT</pubDate>'
        f"<description><![CDATA[{blurb % number}]]></description></item>"
        for number in numbers
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<rss version="2.0"><channel><title>News &amp; orders</title>'
        f"<description>All news</description><lastBuildDate>{built}</lastBuildDate><ttl>60</ttl>{items}</channel></rss>"
    ).encode()


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>News &amp; orders</title><updated>2026-06-02</updated>
<entry><id>tag:example.org,2026:1</id><title type="html">Office &lt;i&gt;1&lt;/i&gt; opens</title>
<updated>2026-06-09</updated><link rel="alternate" href="/news/1"/><published>2026-06-01T09:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Office 1 <b>opened</b> &amp; stays.</p></div></content>
</entry></feed>"""
JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "News & orders",
    "items": [{"id": "1", "url": "https://www.example.org/news/1", "title": "Office 1 opens",
               "content_html": "<p>Office 1 <b>opened</b> &amp; stays.</p>", "date_published": "2026-06-01T09:00:00Z"}],
}).encode()  # fmt: skip


def compared(before: bytes, after: bytes) -> Comparison:
    sides = (Saved(body, ADDRESS, content_type="application/rss+xml") for body in (before, after))
    return compare_saved(*sides, Source("news", ADDRESS))


def kinds(comparison: Comparison) -> list[str]:
    return [finding.kind for finding in comparison.findings]


@pytest.mark.parametrize(
    "content_type", ["application/rss+xml", "text/xml", "text/html", "application/octet-stream", ""]
)
def test_an_entry_is_known_by_its_guid_and_says_its_words(read, content_type: str):
    document = read(rss([2, 1]), url=ADDRESS, content_type=content_type)
    assert (document.kind, document.fact("title"), document.lossy) == ("feed", "News & orders", False)
    assert [block.key for block in document.blocks] == ["news-2", "news-1"]
    assert document.blocks[0].text == "Office 2 opens\n2026-06-02\nOffice 2 opened to the public. More"
    assert [link.href for link in document.blocks[0].links] == [
        "https://www.example.org/news/2", "https://www.example.org/more",
    ]  # fmt: skip


@pytest.mark.parametrize("body", [ATOM, JSON_FEED], ids=["Atom", "JSON Feed"])
def test_other_feeds_read_the_same(read, body: bytes):
    document = read(body, url=ADDRESS, content_type="")
    (item,) = document.blocks
    assert (document.kind, document.fact("title")) == ("feed", "News & orders")
    assert item.text == "Office 1 opens\n2026-06-01\nOffice 1 opened & stays."
    assert item.links[0].href == "https://www.example.org/news/1"
    assert document.fact("updated") is None


def test_when_a_feed_was_built_is_noise():
    comparison = compared(rss([2, 1]), rss([2, 1], "Tue, 2 Jun 2026 10:00:00 GMT"))
    assert kinds(comparison) == ["boilerplate.changed"]


def test_what_leaves_at_the_end_as_news_comes_on_top_is_not_removed():
    assert kinds(compared(rss([4, 3, 2, 1]), rss([6, 5, 4, 3]))) == ["item.added", "item.added", "order.changed"]


@pytest.mark.parametrize(
    ("now", "removed"), [([4, 3, 1], "Office 2"), ([5, 4, 3, 1], "Office 2"), ([4, 3, 2], "Office 1")]
)
def test_what_vanishes_elsewhere_or_without_news_is_removed(now: list[int], removed: str):
    loud = [finding for finding in compared(rss([4, 3, 2, 1]), rss(now)).findings if finding.kind == "item.removed"]
    assert len(loud) == 1
    assert removed in loud[0].summary


def test_more_entries_than_came_on_top_do_not_slide_out():
    told = kinds(compared(rss([5, 4, 3, 2, 1]), rss([6, 5, 4, 3])))
    assert sorted(told) == ["item.added", "item.removed", "order.changed"]


def test_a_reworded_entry_is_altered():
    after = rss([2, 1], blurb=BLURB.replace("public", "press"))
    assert set(kinds(compared(rss([2, 1]), after))) == {"item.altered"}


def test_entities_of_its_own_are_written_out_and_never_expanded(read):
    bomb = "<!DOCTYPE rss [<!ENTITY a 'lol'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document = read(rss([1], before=f"{bomb}]>").replace(b"All news", b"All &i; news"), content_type="text/xml")
    assert document.fact("description") == "All &i; news"
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert read(rss([1], before=outside).replace(b"All news", b"&x;"), content_type="").fact("description") == "&x;"


@pytest.mark.parametrize(
    ("broken", "lossy"),
    [
        (rss([2, 1]).replace(b"All news", b"Q & A&nbsp;here"), False),
        (rss([2, 1]).replace(b"All news", b"All\x0bnews"), False),
        (rss([2, 1])[:-60], True),
        (rss([2, 1]).replace(b"</ttl>", b"</tll>"), True),
    ],
    ids=["stray signs", "control characters", "cut off", "badly nested"],
)
def test_what_is_no_whole_xml_is_read_as_far_as_it_goes(read, broken: bytes, lossy: bool):
    document = read(broken, content_type="application/rss+xml")
    assert (document.kind, document.lossy) == ("feed", lossy)


def test_a_feed_in_another_encoding_is_read_as_it_says(read):
    body = rss([1]).replace(b"UTF-8", b"ISO-8859-1").replace(b"All news", "Año".encode("latin-1"))
    assert read(body, content_type="text/xml").fact("description") == "Año"


@pytest.mark.parametrize("body", [rss([1]), ATOM, JSON_FEED, b'{"p": "<p>x"}', b"[]"])
@pytest.mark.parametrize("content_type", ["application/xml", "text/html", ""])
def test_no_feed_is_taken_for_an_empty_page_or_skimmed_as_one(body: bytes, content_type: str):
    assert judge(200, (), Payload(body, content_type, ADDRESS), ADDRESS).outcome is Outcome.OK
    assert not is_html(body, content_type)
    assert skim(body, content_type) != skim(body + b" ", content_type)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mon, 23 Nov 2026 02:30:00 GMT", "2026-11-22"),
        ("Mon, 23 Nov 2026 02:30:00 +0000", "2026-11-22"),
        ("Mon, 23 Nov 2026 02:30:00 +0900", "2026-11-23"),
        ("Mon, 23 Nov 2026 12:30:00 GMT", "2026-11-23"),
        ("2026-11-23T02:30:00Z", "2026-11-22"),
        ("23 Nov 2026", "2026-11-23"),
    ],
)
def test_an_instant_of_universal_time_counts_by_its_day_where_the_feed_is_written(read, written: str, day: str):
    item = f"<item><guid>n-1</guid><title>Rules</title><pubDate>{written}</pubDate></item>"
    feed = f'<rss version="2.0"><channel><title>News</title>{item}</channel></rss>'
    source = Source("news", "https://www.dhs.gov/news.xml", timezone="America/New_York")
    (entry,) = read(feed, content_type="application/rss+xml", source=source).blocks
    assert day in entry.text


def test_a_feed_in_json_counts_its_days_so_too(read):
    feed = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [{"id": "n-1", "title": "Rules",'
        ' "content_text": "What holds.", "date_published": "2026-11-23T02:30:00Z"}]}'
    )
    source = Source("news", "https://www.dhs.gov/news.json", timezone="America/New_York")
    (entry,) = read(feed, content_type="application/feed+json", source=source).blocks
    assert "2026-11-22" in entry.text
