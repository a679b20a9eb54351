"""The page of one source, however long its history is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.web.conftest import Shelf
from watcher.model import Block, Edit, Finding, Op, Outcome, Payload, Severity, Snapshot, Told, Version, change_id
from watcher.store import Look, Telling

VERSIONS = 1000


@contextmanager
def questions() -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A page with a thousand versions, each seen twice, and one with two."""
    shelf = Shelf(tmp_path_factory.mktemp("long"))
    for name, many in (("long", VERSIONS), ("short", 2)):
        shelf.watch(name, figures=(("people", "{n} people"),))
        looks = [_look(shelf, name, number, hours) for number in range(1, many + 1) for hours in (0, 12)]
        firsts = [look.snapshot for look in looks[::2]]
        lasts = [firsts[0], *(look.snapshot for look in looks[1::2])]
        with shelf.open() as store:
            store.keep(looks)
            store.tell([_telling(lasts[at], new, at + 1) for at, new in enumerate(firsts)])
    return shelf


def _look(shelf: Shelf, name: str, number: int, hours: int) -> Look:
    payload = Payload(f"<p>{number} people were counted on the day.</p>".encode())
    at, url = shelf.clock.at + timedelta(days=number, hours=hours), shelf.sources[name].url
    size = len(payload.body)
    seen = Snapshot(name, url, at, at, Outcome.OK, url, status=200, body_sha256=payload.sha256, body_bytes=size)
    return Look(seen, payload)


def _telling(old: Snapshot, new: Snapshot, number: int) -> Telling:
    was = number - 1
    before, after = (Block("paragraph", "", f"{many} people were counted on the day." * 9) for many in (was, number))
    spans = (("delete", str(was)), ("insert", str(number)), ("equal", after.text))
    edit = Edit(Op.ALTERED, before, after, spans, 1, 1)
    summary = f"people: {was} → {number} (+1), in a sentence that is as long as such sentences are"
    finding = Finding("figure.changed", summary, (edit,), severity=Severity(number % 5), rule="figure")
    told = Told(
        change_id(new.source_id, (was or None, old), (number, new)), new.source_id, old, new, was or None, number,
        new.started_at, "rules", (edit,) if was else (), (finding,) if was else (),
    )  # fmt: skip
    version = Version(
        new.source_id, number, new.id, new.started_at, new.started_at, f"print-{number}", "rules", "plain",
        figures=(("people", str(number)),),
    )  # fmt: skip
    return Telling(told, version, kind="plain")


def test_a_thousand_versions_are_shown_quickly_and_in_few_bytes(long, seated):
    desk = seated(long)
    desk.read("/sources/long")
    took = []
    for _ in range(3):
        start = time.process_time()
        page = desk.read("/sources/long")
        took.append(time.process_time() - start)
    assert min(took) < 0.3
    assert len(page.encode()) < 150_000
    assert "v1000" in page
    assert "/sources/long?before=v901" in page
    assert "v901" in desk.read("/sources/long?before=v902")


def test_the_questions_asked_do_not_grow_with_the_history(long, seated):
    desk, counts = seated(long), []
    for name in ("short", "long"):
        with questions() as asked:
            desk.read(f"/sources/{name}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


def test_it_says_how_often_nothing_changed_and_what_failed(desk):
    page = desk.read("/sources/original")
    assert "1 check found no change between v1 and v2" in page
    assert "1 did not show the page" in page
    assert "first copy" in page
    assert "answer altered" in page.lower()


def test_two_versions_are_chosen_and_compared_without_a_script(desk):
    page = desk.read("/sources/original")
    assert 'name="a" value="original@v2"' in page
    assert 'name="b" value="original@v3"' in page
    assert desk.led("/compare?a=original@v1&b=original@v2") == "/sources/original/v1..v2"


def test_figures_are_followed(long, seated):
    page = seated(long).read("/sources/long")
    assert "Numbers followed by name" in page
    assert "V6" in page


def test_programs_get_every_version(long, seated):
    desk = seated(long)
    lines = desk.read("/sources/long.csv").splitlines()
    assert len(lines) == VERSIONS + 1
    assert len(desk.browser.get("/sources/long.json").json()["versions"]) == VERSIONS


def test_a_source_that_was_never_watched_is_not_known(desk):
    assert "No source is called nobody" in desk.refused("/sources/nobody")


def test_a_look_that_did_not_show_the_page_stands_where_it_was_taken(desk):
    page = desk.read("/sources/original")
    blocked = next(look for look in desk.store.history.snapshots("original") if not look.outcome.is_page)
    row = page.partition(f'✗ <a href="/sources/{blocked.id}">')[2].partition("</tr>")[0]
    assert "blocked; its answer is kept, and is no version of the page" in row
    assert page.index(">v2</a></th>") < page.index(f"/sources/{blocked.id}") < page.index(">v1</a></th>")


def test_every_chart_has_a_title_a_description_and_a_twin(long, seated):
    desk = seated(long)
    page = desk.read("/sources/long")
    assert page.count("<svg") - page.count('aria-hidden="true"><path class="day-') == page.count("<title>") - 1
    assert page.count("<desc>") == page.count("<title>") - 1
    assert "against the current one" in page


def test_the_list_says_how_often_each_page_changed_of_late(desk):
    page = desk.read("/sources")
    assert "<title>2 changes in 12 weeks</title>" in page
    assert "(a week, oldest first: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2)" in page
    assert "<td>none</td>" in page


def test_the_year_counts_looks_failures_and_changes_by_month(desk):
    page = desk.read("/sources/original").partition("The same by months")[2]
    row = page.partition("November 2026</th>")[2].partition("</tr>")[0]
    assert [cell.partition("</td>")[0] for cell in row.split("</span>")[1:]] == ["5", "1", "2"]


def test_versions_of_form_alone_can_be_hidden(long, seated):
    desk = seated(long)
    page = desk.read("/sources/long?noise=hide")
    assert "200 versions of form alone hidden" in page
    assert ">v1000</a></th>" not in page
    assert ">v999</a></th>" in page
    assert "before=v876&amp;noise=hide" in page
    assert "200 versions of form alone shown" in desk.read("/sources/long")
