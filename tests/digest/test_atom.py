"""Changes as an Atom feed."""

from datetime import timedelta
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup

from watcher.digest.atom import Feed, Item, atom
from watcher.digest.compose import compose

NAMES = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = "</content><script>alert(1)</script>]]> & \"' \u202e \x00 \x1b \ufffe \ud800"


def parsed(make, templates, *items, **said):
    feed = Feed("all", "watcher", **({"public_url": make.public} | said))
    return ET.fromstring(atom(feed, items, templates))


def one(make, *entries, later=timedelta()):
    return Item(make.now + later, entries or (make.entry(),), ("dhs", "qa"))


def text(element, name):
    return element.findtext(f"a:{name}", namespaces=NAMES)


def links(element):
    return {link.get("rel"): link.get("href") for link in element.findall("a:link", NAMES)}


def test_an_entry_says_when_it_was_detected_where_it_is_told_and_where_it_lives(make, templates):
    root = parsed(make, templates, one(make))
    (entry,) = root.findall("a:entry", NAMES)
    assert text(entry, "id") == "tag:watch.example.org,2026:change:2f9c1a7b04de"
    assert text(entry, "published") == text(entry, "updated") == "2026-11-21T12:00:00.000Z"
    assert text(entry, "title") == 'CRITICAL: Answer altered: "may" became "will", AILA copy of the DHS questions'
    assert links(entry) == {
        "alternate": "https://watch.example.org/c/2f9c1a7b04de",
        "via": "https://www.aila.example/doc/17022130",
        "related": "https://watch.example.org/c/2f9c1a7b04de/exhibit",
    }


def test_an_entry_is_filed_under_severity_kind_source_and_tags(make, templates):
    entry = parsed(make, templates, one(make)).find("a:entry", NAMES)
    filed = [(each.get("scheme").rpartition(":")[2], each.get("term")) for each in entry.findall("a:category", NAMES)]
    assert filed == [
        ("severity", "critical"),
        ("kind", "faq.answer-altered"),
        ("source", "aila-qa"),
        ("tag", "dhs"),
        ("tag", "qa"),
    ]


def test_the_words_are_those_of_the_mail(make, templates):
    entry = parsed(make, templates, one(make)).find("a:entry", NAMES)
    shown = BeautifulSoup(text(entry, "content"), "html.parser")
    mail = BeautifulSoup(compose(make.digest(make.entry()), templates).html, "html.parser")
    assert shown.blockquote.get_text() == mail.blockquote.get_text()
    assert shown.find("del").get_text() == "[deleted:\xa0may]"
    assert shown.find("ins").get_text() == "[inserted:\xa0will]"
    assert "Silent edit" in shown.get_text()


def test_the_id_of_a_change_stays_whatever_is_told_of_it_later(make, templates):
    before = parsed(make, templates, one(make)).find("a:entry", NAMES)
    other = make.entry(make.finding(summary="another"), source_name="Renamed", url="https://moved.example/")
    after = parsed(make, templates, one(make, other, make.entry())).find("a:entry", NAMES)
    assert text(before, "id") == text(after, "id")
    assert "(+1 more), Renamed" in text(after, "title")


def test_a_feed_without_changes_is_a_feed_and_was_updated_in_1970(make, templates):
    root = parsed(make, templates)
    assert text(root, "updated") == "1970-01-01T00:00:00.000Z"
    assert root.findall("a:entry", NAMES) == []


def test_a_feed_says_where_it_is_and_where_earlier_changes_are(make, templates):
    here, earlier = "https://watch.example.org/feed", "https://watch.example.org/feed?before=2f9c1a7b04de"
    root = parsed(make, templates, one(make), one(make, later=timedelta(hours=1)), address=here, before=earlier)
    assert links(root) == {"self": here, "alternate": "https://watch.example.org", "prev-archive": earlier}
    assert text(root, "updated") == "2026-11-21T13:00:00.000Z"


def test_without_published_pages_nothing_is_linked_but_the_live_page(make, templates):
    entry = parsed(make, templates, one(make), public_url="").find("a:entry", NAMES)
    assert links(entry) == {"via": "https://www.aila.example/doc/17022130"}
    assert text(entry, "id").startswith("tag:watcher.localhost,2026:change:")


def test_words_of_a_page_stay_words(make, templates):
    finding = make.finding("text.altered", HOSTILE, make.altered(("equal", HOSTILE), ("insert", HOSTILE)), key=HOSTILE)
    entry = make.entry(finding, source_name=HOSTILE, url=f"javascript:alert(1)//{HOSTILE}", source_id=HOSTILE)
    entry = parsed(make, templates, Item(make.now, (entry,), (HOSTILE,))).find("a:entry", NAMES)
    assert BeautifulSoup(text(entry, "content"), "html.parser").find("script") is None
    assert "via" not in links(entry)


def test_the_same_changes_make_the_same_bytes(make, templates):
    feed = Feed("all", "watcher", make.public)
    assert atom(feed, [one(make)], templates) == atom(feed, [one(make)], templates)
