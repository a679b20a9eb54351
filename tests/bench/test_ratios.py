"""No step has become slower than what it stands on allows: ratios of CPU time taken in one run, never times.

`pytest tests/bench -n0 --benchmark-only` shows the times of this machine.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import zstandard
from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from tests.web.conftest import Door, Shelf
from watcher.diff import align
from watcher.diff.words import spans
from watcher.digest.compose import compose
from watcher.digest.layout import Templates
from watcher.model import Coverage, Digest, Entry, Finding, Outcome, Payload, Snapshot
from watcher.normalize import differ_in_tokens_alone, skim
from watcher.pipeline.account import Answer, Question
from watcher.pipeline.explain import explain
from watcher.pipeline.reading import read
from watcher.store import Look, open_store

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FEW = 20
ANSWER = "The office answers each request within thirty days, and says why where it does not. " * 24


class Noon:
    """It is always noon."""

    def now(self) -> datetime:
        """Noon."""
        return NOW


def test_a_page_is_skimmed_in_few_times_the_time_of_parsing_it(pages, times, benchmark):
    text = pages.before.body.decode()
    benchmark(skim, pages.before.body)
    assert times(lambda: skim(pages.before.body), lambda: LexborHTMLParser(text)) < 10


def test_that_only_tokens_moved_is_seen_in_less_time_than_a_skim_takes(pages, times, benchmark):
    before, after = pages.before.body, pages.same.body
    assert benchmark(differ_in_tokens_alone, before, after)
    assert times(lambda: differ_in_tokens_alone(before, after), lambda: skim(before)) < 0.3


def test_a_page_is_read_in_few_times_the_time_of_parsing_it(pages, times, benchmark):
    text = pages.before.body.decode()
    benchmark(read, pages.before, pages.source)
    assert times(lambda: read(pages.before, pages.source), lambda: BeautifulSoup(text, "html5ever")) < 7


def test_a_change_is_explained_in_little_more_than_the_time_of_reading_both_sides(pages, times, benchmark):
    question = Question(pages.source, answer(pages.before), answer(pages.after))
    assert benchmark(explain, question).findings
    assert times(lambda: explain(question), lambda: read(pages.before, pages.source)) < 3


def test_two_documents_are_aligned_in_a_fraction_of_the_time_of_reading_one(pages, times, benchmark):
    old, new = (read(page, pages.source) for page in (pages.before, pages.after))
    assert benchmark(align, old, new)
    assert times(lambda: align(old, new), lambda: read(pages.before, pages.source)) < 0.15


def test_the_words_of_two_long_answers_are_compared_in_a_fraction_of_the_time_of_reading_one(pages, times, benchmark):
    later = ANSWER.replace("thirty", "sixty")
    assert ("insert", "sixty") in [(op, words.strip()) for op, words in benchmark(spans, ANSWER, later)]
    assert times(lambda: spans(ANSWER, later), lambda: read(pages.before, pages.source)) < 0.15


def test_answers_are_kept_in_few_times_the_time_of_compressing_them(pages, times, benchmark, tmp_path):
    with open_store(tmp_path / "vault", f"sqlite:///{tmp_path / 'watcher.db'}", Noon()) as store:
        store.agenda.sync([pages.source], NOW)
        counter = iter(range(1_000_000))

        def keep() -> None:
            store.keep([look(pages, next(counter)) for _ in range(FEW)])

        packer = zstandard.ZstdCompressor(level=3)
        benchmark(keep)
        bare = [pages.before.body + b"<!-- %d -->" % number for number in range(FEW)]
        assert times(keep, lambda: [(packer.compress(body), hashlib.sha256(body)) for body in bare]) < 26


def test_a_digest_is_composed_in_few_times_the_time_of_reading_a_page(pages, times, benchmark):
    digest = a_digest(explain(Question(pages.source, answer(pages.before), answer(pages.after))).findings[0])
    home = files("watcher.digest") / "templates"
    templates = Templates.of({part.name: part.read_text("utf-8") for part in home.iterdir()})
    assert benchmark(compose, digest, templates).text
    assert times(lambda: compose(digest, templates), lambda: read(pages.before, pages.source)) < 1


def test_an_audit_page_is_made_in_few_times_the_time_of_reading_a_page(pages, times, benchmark, tmp_path):
    shelf = Shelf(tmp_path)
    shelf.watch("hours")
    for number in range(FEW):
        shelf.show("hours", f"<main><h1>Hours</h1><p>The office opens at {number + 1} on weekdays.</p></main>")
    door = Door(shelf)
    try:
        assert benchmark(door.browser.get, "/sources/hours").status_code == 200
        for path in ("/", "/sources", "/sources/hours"):
            ratio = times(lambda path=path: door.browser.get(path), lambda: read(pages.before, pages.source))
            assert ratio < 2, path
    finally:
        door.close()


def answer(payload: Payload) -> Answer:
    """The payload as a look at noon brought it."""
    url = payload.url
    return Answer(Snapshot("page-3", url, NOW, NOW, Outcome.OK, url, status=200, body_sha256=payload.sha256), payload)


def look(pages, number: int) -> Look:
    """A look of its own, its body unlike all others."""
    payload = Payload(pages.before.body + b"<!-- %d -->" % number, "text/html", pages.before.url)
    at = NOW + timedelta(seconds=number)
    return Look(
        Snapshot("page-3", payload.url, at, at, Outcome.OK, payload.url, status=200, body_sha256=payload.sha256,
                 body_bytes=len(payload.body)),
        payload,
    )  # fmt: skip


def a_digest(finding: Finding) -> Digest:
    """The finding, told of twenty pages."""
    entries = [
        Entry(f"{n:012x}#f1", f"{n:012x}", f"page-{n}", f"Page {n}", f"http://127.0.0.1/{n}", 1, 2, NOW, NOW, finding)
        for n in range(FEW)
    ]
    coverage = Coverage(since=NOW - timedelta(days=1), until=NOW, sources=FEW, read=FEW, checks=FEW, left_out=0)
    return Digest(
        id="01KAK3V8Q0ZJ5T7M9X2N4B6C8D", subscription="desk", window="2026-11-21/daily", made_at=NOW,
        entries=tuple(entries), coverage=coverage, timezone="UTC", why="you asked", next_at=NOW + timedelta(days=1),
    )  # fmt: skip
