"""The cheap test for "nothing changed" is never wrong, and mostly right."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.model import Payload, Source
from watcher.normalize import rules_fingerprint, safe_to_skim, skim
from watcher.normalize.order import normalize
from watcher.segment import segment

URL = "https://www.ice.gov/some/page"
PAGE = """<!doctype html><html lang="en"><head><title>Detention | ICE</title>
<meta name="csrf-token" content="{token}"><link rel="stylesheet" href="/a.css?{token}">
<script nonce="{token}">var settings = {{"permissionsHash": "{token}"}};</script></head>
<body><!-- made at {token} --><main id="block-0b3c58fe-e0fc-441f-954b-{token:.12}">
<h1>Detention</h1><form><input type="hidden" name="form_build_id" value="form-{token}">
<input type="hidden" name="__VIEWSTATE" value="{token}"></form>
<div class="js-view-dom-id-{token}"><p data-x="{token}" style="--a:{token}">{words}</p>
<a href="/cdn-cgi/l/email-protection#{email}">
<span class="__cf_email__" data-cfemail="{email}">[email&#160;protected]</span></a>
<img src="/photo.jpg?itok={token}" alt="A photo"></div></main></body></html>"""


def _protected(address: str, key: int) -> str:
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


def _page(token: str, words: str = "All is as it was.", address: str = "press@ice.example", key: int = 7) -> bytes:
    return PAGE.format(token=token, words=words, email=_protected(address, key)).encode()


def _read(body: bytes):
    return segment(normalize(Payload(body, "text/html", URL), Source("page", URL)), "article")


def test_tokens_that_differ_at_every_load_do_not_count():
    one, other = _page("0123456789abcdef" * 4, key=7), _page("fedcba9876543210" * 4, key=99)
    assert skim(one) == skim(other)
    assert _read(one) == _read(other)


def test_a_word_an_address_or_a_link_counts():
    token = "0123456789abcdef" * 4
    assert skim(_page(token)) != skim(_page(token, words="All is as it is."))
    assert skim(_page(token)) != skim(_page(token, address="other@ice.example"))
    assert _read(_page(token)) != _read(_page(token, address="other@ice.example"))


def test_a_token_in_the_visible_text_counts():
    assert skim(b'<p>nonce="aaaa" here</p>') != skim(b'<p>nonce="bbbb" here</p>')
    assert skim(b'<p> id="0123456789abcdef0123"</p>') != skim(b'<p> id="9123456789abcdef0123"</p>')


def test_other_payloads_count_byte_by_byte():
    assert skim(b"plain words", "text/plain") == skim(b"plain words", "text/plain")
    assert skim(b"%PDF-1.7 a") != skim(b"%PDF-1.7 b")


MORSELS = st.sampled_from(
    [
        "<div>", "</div>", "<p>", "</p>", "<main>", "</main>", "<table><tr><td>", "</table>", "<ul><li>", "</ul>",
        "<b>", "</b>", "<script>a<b</script>", "<script>other()</script>", "<!-- one -->", "<!-- <p>two -->",
        "<noscript><p>x</p></noscript>", "<noscript></div></noscript>", '<input type=hidden value="1">',
        '<input type="hidden" value="2" name=q>', "<style>p{}</style>",
        '<p class="js-view-dom-id-0123456789abcdef0123">', '<p class="js-view-dom-id-9993456789abcdef0123">',
        '<p id="x1234567">', '<p id="x7654321">', ' nonce="abc" ', '<i nonce="abc">', '<i nonce="xyz">',
        "<svg><title>t</title></svg>", '<a href="/x" data-id="1">', '<a href="/x" data-id="2">', "</a>", "AILA Doc.",
        " No. 17022130.", "<!-- -->", "<h2>Why?</h2>", '<img src="/1.png" alt="Photo">',
        '<img src="/2.png" alt="Photo">', "<title>T</title>", "<textarea>", "</textarea>", "<iframe>", "</iframe>",
        "one ", "two ", "&lt;p id=&quot;x&quot;&gt;", '<link rel="icon" href="/i?1">', '<meta name="x" content="1">',
        "<template><p>t</p></template>", "<select><option>o</select>", "<button>B</button>", "<xmp><p></xmp>",
        "<br>",
    ]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(MORSELS, max_size=14), st.randoms(use_true_random=False))
def test_equal_skims_read_equally(morsels: list[str], chance: random.Random):
    one = "<body>" + "".join(morsels)
    other = one
    for _ in range(3):
        other = _altered(other, chance)
    if skim(one.encode()) == skim(other.encode()):
        assert _read(one.encode()) == _read(other.encode())


def _altered(page: str, chance: random.Random) -> str:
    """The page with one thing changed that may or may not be neutral."""
    change = chance.choice(
        [
            lambda text: re.sub(r"<!--.*?-->", "", text, count=1),
            lambda text: text.replace("<script>a<b</script>", "<script>other()</script>", 1),
            lambda text: text.replace("<noscript><p>x</p></noscript>", "<noscript></div></noscript>", 1),
            lambda text: text.replace("<script>other()</script>", "", 1),
            lambda text: text.replace("0123456789abcdef0123", "aaaa456789abcdef0123"),
            lambda text: text.replace("abc", "xyz").replace("/1.png", "/2.png"),
            lambda text: text.replace("1234567", "7777777"),
            lambda text: text.replace('data-id="1"', 'data-id="2"'),
            lambda text: text.replace("one ", "two ", 1),
            lambda text: text.replace('value="1"', 'value="2"'),
        ]
    )
    return change(page)


def test_real_pages_whose_skims_are_equal_read_equally(shared: Path):
    for pair in json.loads((shared / "pages/pairs/index.json").read_text()):
        bodies = [(shared / f"pages/pairs/{side}/{pair['id']}.html").read_bytes() for side in "ab"]
        skims = [skim(body) for body in bodies]
        if skims[0] == skims[1]:
            assert _read(bodies[0]) == _read(bodies[1]), pair["id"]
        if pair["id"] in ("d-canada-gender-standard-mpulse", "d-opencollective-csp-nonce"):
            assert skims[0] == skims[1]


def test_real_pages_with_fresh_tokens_skim_the_same(shared: Path):
    for path in sorted((shared / "pages/ice").glob("*.html"))[:6]:
        page = path.read_text()
        fresh = re.sub(r"(js-view-dom-id-)[0-9a-f]{16}", r"\g<1>" + "ab12" * 4, page)
        fresh = re.sub(r'("permissionsHash":")[0-9a-f]{8}', r"\g<1>00000000", fresh)
        assert skim(page.encode()) == skim(fresh.encode())


@pytest.mark.parametrize(
    "bomb",
    [
        b"<div>" * 100_000,
        b"<a " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">",
        b"<p>" * 300_000,
        b"x" * 9_000_000,
    ],
    ids=["depth", "attributes", "tags", "bytes"],
)
def test_what_could_hang_a_parser_is_not_skimmed_here(bomb: bytes):
    assert not safe_to_skim(bomb)


def test_real_pages_are_safe_to_skim(shared: Path):
    assert all(safe_to_skim(path.read_bytes()) for path in (shared / "pages/pairs/a").glob("*.html"))


def test_the_fingerprint_of_the_rules_is_stable():
    assert re.fullmatch(r"[0-9a-f]{64}", rules_fingerprint())
    assert rules_fingerprint() == rules_fingerprint()
