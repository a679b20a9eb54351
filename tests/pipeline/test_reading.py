"""Two answers of one source are cut the same way."""

from watcher.model import Payload, Source
from watcher.pipeline.reading import read, read_both

URL = "https://www.dhs.gov/topics/fees"


def listing(*titles: str) -> Payload:
    entries = "".join(
        f'<li class="usa-collection__item"><h3><a href="/news/{at}">{title}</a></h3><p>A note on {title}.</p></li>'
        for at, title in enumerate(titles)
    )
    return Payload(f"<main><h1>Fees</h1><ul>{entries}</ul></main>".encode(), "text/html", URL)


QUESTIONS = Payload(
    b"<main><h1>Fees</h1>"
    + b"".join(b"<h3>What is fee %d?</h3><p>It is small.</p>" % at for at in range(6))
    + b"</main>",
    "text/html",
    URL,
)
NOTE = Payload(b"<main><h1>Fees</h1><p>No fee is asked for at present.</p></main>", "text/html", URL)


def test_the_surer_reading_names_the_kind_of_both_whichever_comes_first():
    source = Source("fees", URL)
    assert read(NOTE, source).kind != read(QUESTIONS, source).kind == "qa"
    assert [document.kind for document in read_both(NOTE, QUESTIONS, source)] == ["qa", "qa"]
    assert [document.kind for document in read_both(QUESTIONS, NOTE, source)] == ["qa", "qa"]


def test_the_kind_that_the_operator_names_stands():
    source = Source("fees", URL, kind="article")
    assert [document.kind for document in read_both(NOTE, listing("one", "two", "three"), source)] == ["article"] * 2
