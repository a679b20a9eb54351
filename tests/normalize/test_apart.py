"""The cheapest test for "nothing changed" is never wrong: what it lets pass reads the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model import Payload, Source
from watcher.normalize import differ_in_tokens_alone, is_html
from watcher.normalize.order import normalize
from watcher.segment import segment

PAGES = sorted(path.parent for path in (Path(__file__).parent.parent / "pages").glob("*/before.html"))
URL = "https://www.dhs.gov/page"
SOURCE = Source("page", URL)


def fingerprint(body: bytes) -> str:
    return segment(normalize(Payload(body, "text/html; charset=utf-8", URL), SOURCE), "article").fingerprint


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_what_differs_in_tokens_alone_reads_the_same(folder: Path) -> None:
    after = folder / "after.html"
    if after.exists():
        before, now = (folder / "before.html").read_bytes(), after.read_bytes()
        if is_html(before) and differ_in_tokens_alone(before, now):
            assert fingerprint(before) == fingerprint(now)


PIECES = st.sampled_from(
    [
        "<p>Hours {t}</p>",
        '<p class="c-{h}">Hours</p>',
        "<input type=hidden value={t}>",
        '<input type="hidden" value="{t}">',
        '<script>let a = "{t}"</script>',
        "<script><!-- {t} --></script>",
        "<textarea><script>{t}</script></textarea>",
        '<title><b data-x="{t}"></title>',
        '<a href="/{t}">x</a>',
        '<a data-cfemail="{h}">[email protected]</a>',
        '<!-- <p data-x="{t}"> -->',
        "<style>.a{{}}</style>",
        '<link rel="stylesheet" href="/a.css?{t}">',
        '<link rel="canonical" href="/{t}">',
        '<meta name="description" content="{t}">',
        "<svg><script>{t}</script></svg>",
        '<img alt="{t}" src="/{t}.png">',
        '<h2 id="s{n}">Fees</h2>',
        '<div data-n="{t}">{n}</div>',
        "{t}",
        "<li>",
        "</script>",
    ]
)
TOKENS = st.tuples(
    st.from_regex(r"[a-z0-9]{3,8}", fullmatch=True), st.integers(0, 10**7), st.binary(min_size=9, max_size=9)
)


@given(st.lists(PIECES, max_size=9), TOKENS, TOKENS)
def test_no_page_made_of_tokens_in_odd_places_passes_and_reads_otherwise(pieces, one, other) -> None:
    before, after = (
        "".join(["<main>", *pieces, "</main>"]).format(t=word, n=number, h=digits.hex()).encode()
        for word, number, digits in (one, other)
    )
    if differ_in_tokens_alone(before, after):
        assert fingerprint(before) == fingerprint(after)


def test_drupal_s_tokens_pass() -> None:
    page = b'<body class="js-view-dom-id-%s"><input name="form_build_id" value="form-%s"><p>Hours</p></body>'
    assert differ_in_tokens_alone(page % (b"0a" * 32, b"tys-Yl"), page % (b"1b" * 32, b"sLj_pk"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<p>may</p>", b"<p>will</p>"),
        (b"<a href='/a'>x</a>", b"<a href='/b'>x</a>"),
        (b"<textarea><script>a</script></textarea>", b"<textarea><script>b</script></textarea>"),
        (b'<p data-a="1>x">t</p>', b'<p data-a="2>x">t</p>'),
        (b'<a data-cfemail="1a2b">x</a>', b'<a data-cfemail="3c4d">x</a>'),
        (b"<p title=1>t</p>\0", b"<p title=2>t</p>\0"),
    ],
)
def test_what_a_reader_may_see_never_passes(before: bytes, after: bytes) -> None:
    assert not differ_in_tokens_alone(before, after)
