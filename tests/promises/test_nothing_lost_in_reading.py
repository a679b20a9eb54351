"""Whatever a page is made of, each word that a reader would see is read, said to be left out, or said to be missing."""

import os

from hypothesis import example, given, settings
from hypothesis import strategies as st

from watcher.model import Document, Payload, Source
from watcher.pipeline.reading import read

EXAMPLES = 5_000 if os.environ.get("WATCHER_PROOF") else 300
PAGE = Source("page", "http://page.test/a", "A page")

SEEN = """
a abbr address article aside b blockquote body button caption center cite code dd del details dfn div dl dt em fieldset
figcaption figure font footer form h1 h2 h3 h4 h5 header hr html i ins kbd label legend li main mark math nav ol p pre q
s samp section small span strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr x-custom
""".split()  # noqa: SIM905 - a list of names is read as one
"""Elements whose words are shown."""
CLASSES = [
    "",
    " class=menu",
    " class='usa-banner x'",
    " id=main-content",
    " class=pager",
    " role=navigation",
    " lang=es",
]

tags = st.sampled_from(SEEN)
openings = st.builds("<{}{}>".format, tags, st.sampled_from(CLASSES))
nested = st.builds(lambda opening, times: opening * times, openings, st.sampled_from([1, 1, 1, 1, 2, 2, 5, 40, 600]))
markup = st.one_of(
    openings,
    st.builds("</{}>".format, tags),
    nested,
    st.sampled_from(["<!-- x -->", "<br>", "<p/>", "< b", "&amp;", "&#0;", "</p>", "</p></div>", "<b><i></b>", "<?x>"]),
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """An ill-formed page, with the words in it that nothing repeats."""
    pieces, words = [], []
    for at in range(draw(st.integers(1, 25))):
        pieces.extend(draw(st.lists(markup, max_size=4)))
        words.append(f"token{at:03d}")
        pieces.append(f" {words[-1]} ")
    head = draw(
        st.sampled_from(["", "<!doctype html><title>A page</title>", "<!doctype html><html lang=en><body><main>"])
    )
    return head + "".join(pieces), words


def told(document: Document) -> str:
    """Everything that is said of the page, left out or not."""
    blocks = (*document.facts, *document.blocks)
    said = [text for block in blocks for text in (block.key, block.text, *block.path)]
    links = [link.text for block in blocks for link in block.links]
    return " ".join([*said, *links, *(one.text for one in document.stripped)])


@settings(max_examples=EXAMPLES)
@given(pages())
@example(("<div>" * 2000 + "token000", ["token000"]))
@example(("<table><tr>token000<td>token001</table>token002", ["token000", "token001", "token002"]))
@example(("<b><table><i>token000</b><tr><a>token001<a>token002", ["token000", "token001", "token002"]))
def test_every_word_of_a_page_is_read_or_left_out_by_name_or_known_to_be_missing(page):
    html, words = page
    document = read(Payload(html.encode(), "text/html; charset=utf-8", PAGE.url), PAGE)
    said = told(document)
    missing = [word for word in words if word not in said]
    assert document.lossy or missing == []
