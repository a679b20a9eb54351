"""What holds for every page: rules commute, evidence is moved and never lost, boilerplate is no text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.extend import strip
from watcher.model import Document, Ignore, Payload, Source
from watcher.normalize.order import normalize, tree_of
from watcher.normalize.stripping import strip_all
from watcher.normalize.tree import words_of
from watcher.text import fold, words

LIVE = """<!doctype html><html lang="en"><head><title>{prefix}Custody rules | ICE</title>
<meta property="article:modified_time" content="{modified}"></head><body class="{classes}">
<a class="skip-link" href="#main-content">Skip to main content</a>
<section class="usa-banner" aria-label="Official website of the United States government">
<div class="usa-accordion">{banner}</div></section>
<header class="usa-header" role="banner"><nav class="usa-nav"><ul><li><a href="/about">About us</a></li></ul>
</nav></header>
<nav class="usa-breadcrumb"><ol class="usa-breadcrumb__list"><li>ICE</li><li>Custody</li></ol></nav>
<main role="main"><a id="main-content"></a>{box}<h1>Custody rules</h1>
<article><p>Officers decide within 48 hours.</p>{stamp}<p>Families are told <a href="/families">at once</a>.</p>
<ul class="pager"><li><a href="?page={page}">Next page</a></li></ul></article>
<div class="last-updated"><span>Updated:</span> <time datetime="{modified}">{modified}</time></div>
<div id="block-feedback"><form><legend>{feedback}</legend></form></div></main>
<footer class="usa-footer"><a href="/archive">Archive</a></footer></body></html>"""
USUAL = {
    "prefix": "", "modified": "2025-01-24", "classes": "path-node", "box": "", "stamp": "", "page": "1",
    "banner": "<p>An official website of the United States government</p><p>Here's how you know</p>",
    "feedback": "Was this page helpful?",
}  # fmt: skip
BOX = """<div class="highlighted"><div class="archive-header-item"><div class="usa-alert usa-alert--error">
<div class="usa-alert__body">
<h3 class="usa-alert__heading">Archived Content</h3>
<p class="usa-alert__text">In an effort to keep ICE.gov current, the archive
contains content from a previous administration or is otherwise outdated.</p></div></div></div></div>"""


def page(**told: str) -> str:
    return LIVE.format(**(USUAL | told))


def test_archiving_a_page_is_not_an_edit_to_its_text(read):
    live = read(page())
    archived = read(page(prefix="Archived: ", classes="path-node ice_archive", box=BOX, modified="2026-01-07"))
    assert live.fact("archived") is None
    assert archived.fact("archived").startswith("Archived Content: In an effort to keep ICE.gov current")
    assert archived.blocks == live.blocks
    assert archived.fact("title") == live.fact("title") == "Custody rules"
    assert (live.fact("updated"), archived.fact("updated")) == ("2025-01-24", "2026-01-07")


@pytest.mark.parametrize(
    "told",
    [
        {"banner": "<p>Official websites use .gov</p><p>Here’s how you know</p>"},
        {"feedback": "Did you find what you were looking for?"},
        {"page": "7"},
        {"modified": "2026-03-01"},
        {"stamp": "<p>AILA Doc. No. 17022130. (Posted 2/21/17)</p>"},
        {"stamp": "<p class='meta'>Number of views (4099)</p>"},
    ],
    ids=["banner", "feedback", "pager", "date", "stamp", "counter"],
)
def test_boilerplate_is_not_text(read, told: dict[str, str]):
    assert read(page(**told)).blocks == read(page()).blocks


def test_reading_twice_says_the_same(read):
    assert read(page(box=BOX)) == read(page(box=BOX))


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_strip_rules_commute(chance: random.Random):
    payload = Payload(page(box=BOX, stamp="<p>Cite as AILA Doc. No. 17022130.</p>").encode(), "text/html")
    source = Source("page", "https://www.dhs.gov/page")
    usual = strip_all(tree_of(payload, source)[0])
    tree, *_ = tree_of(payload, source)
    choices = [(name, tag) for name, rule in strip for tag in rule(tree)]
    chance.shuffle(choices)
    assert strip_all(tree, choices) == usual


def test_each_piece_is_shown_under_the_rule_that_took_it(read):
    rules = {piece.rule for piece in read(page(box=BOX)).stripped}
    assert {
        "gov-banner",
        "header",
        "breadcrumb",
        "archive-label",
        "last-updated",
        "feedback",
        "pager",
        "footer",
    } <= rules


TAGS = [
    "p", "div", "li", "ul", "section", "h2", "h3", "b", "a", "span", "td", "tr", "table", "nav", "header",
    "footer", "aside", "article", "main", "details", "summary", "button", "form", "dl", "dt", "dd", "blockquote",
    "pre", "figure",
]  # fmt: skip


@st.composite
def tangled(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Badly nested HTML with a token of its own in every gap."""
    pieces, tokens = [], []
    for number in range(draw(st.integers(1, 25))):
        tag = draw(st.sampled_from(TAGS))
        pieces.append(draw(st.sampled_from([f"<{tag}>", f"</{tag}>", f'<{tag} class="usa-alert pager">', "<br>"])))
        if draw(st.booleans()):
            tokens.append(f"tok{number}en")
            pieces.append(f" {tokens[-1]} ")
    return "<body>" + "".join(pieces), tokens


@given(made=tangled())
@settings(max_examples=200, deadline=None)
def test_every_visible_word_is_in_the_text_or_can_be_shown(read, made: tuple[str, list[str]]):
    source, tokens = made
    for kind in (None, "qa", "listing", "resource-list"):
        missing = set(tokens) - _all_words(read(source, kind))
        assert not missing


def _all_words(document: Document) -> set[str]:
    told = [
        *(block.text for block in (*document.facts, *document.blocks)),
        *(piece.text for piece in document.stripped),
    ]
    return {word.strip() for text in told for word in words(fold(text))}


@pytest.mark.parametrize("depth", [400, 600, 2_000, 20_000])
def test_what_is_nested_too_deep_is_read_line_by_line_and_flagged(read, depth: int):
    document = read("<div>outer " * depth + "<p>innermost words</p>" + "</div>" * depth + "<p>after</p>")
    said = _all_words(document)
    assert {"outer", "innermost", "after"} <= said
    assert document.lossy == (depth > 500)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\x01\x02",
        b"<",
        b"<html>",
        "<p>\udcff</p>".encode("utf-8", "surrogatepass"),
        b"\xff\xfe",
        b"<p>" + b"a" * 1_000_000,
        b"<!--" * 5000,
        b"&" * 50_000,
        "\u202e<p>a\u0000b</p>".encode(),
        b"<table>" * 600,
        b"<frameset><frame></frameset>",
    ],
)
def test_odd_bytes_read_without_an_error(read, body: bytes):
    for content_type in ("text/html", "text/plain", ""):
        read(body, content_type=content_type)


def test_what_the_operator_ignores_is_left_out_and_shown(read):
    source = Source(
        "page",
        "https://a.example/",
        ignore=Ignore(stamps=(r" \[note \d+\]",), select=(".promo-x",), text=("^Weather:",)),
    )
    document = read(
        "<main><p>Officers decide [note 7] within a day.</p><p class=promo-x>Buy!</p><p>Weather: sun</p></main>",
        source=source,
    )
    assert [block.text for block in document.blocks] == ["Officers decide within a day."]
    assert {piece.rule.split()[0] for piece in document.stripped} == {"ignore.stamps", "ignore.select", "ignore.text"}


def test_what_the_operator_selects_is_all_that_is_read(read):
    source = Source("page", "https://a.example/", select=("#b", "#a"))
    document = read("<body><p id=a>one</p><p>two</p><p id=b>three</p></body>", source=source)
    assert [block.text for block in document.blocks] == ["three", "one"]
    assert "two" in " ".join(piece.text for piece in document.stripped)


def test_facts_are_lifted_before_anything_is_taken_away():
    read_off = normalize(
        Payload(page(box=BOX).encode(), "text/html", "https://www.ice.gov/x"), Source("x", "https://www.ice.gov/x")
    )
    assert {fact.key: fact.text for fact in read_off.facts}["breadcrumb"] == "ICE › Custody"
    assert "Archived" not in words_of(read_off.root)
