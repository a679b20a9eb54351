"""What a worker makes of two answers: all that a version keeps, and who is told what."""

from datetime import UTC, datetime, timedelta

from watcher.model import Links, Outcome, Payload, Snapshot, Source
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.explain import explain

URL = "https://nilc.example/resources"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGE = """<main><h1>Enforcement</h1>
<p>More than 283,000 people were asked for by detainers.
Read the <a href="https://www.ice.gov/memo.pdf#page=2">memo</a>, the
<a href="https://www.ice.gov/memo.pdf">same memo</a>
and <a href="https://other.example/x">another page</a>.</p></main>"""


def _answer(body: str | None, outcome: Outcome = Outcome.OK, hours: int = 0, content_type: str = "text/html") -> Answer:
    at = NOON + timedelta(hours=hours)
    payload = Payload(body.encode(), content_type, URL) if body is not None else None
    sha256 = payload.sha256 if payload else None
    return Answer(Snapshot("nilc", URL, at, at, outcome, URL, status=200, body_sha256=sha256), payload, 1)


def _between(source: Source, before: str, after: str, content_type: str = "text/html") -> Account:
    ends = (_answer(text, hours=hours, content_type=content_type) for hours, text in ((0, before), (6, after)))
    return explain(Question(source, *ends))


def test_a_first_answer_tells_all_that_is_kept_of_a_version():
    source = Source(
        "nilc", URL, watch_terms=("detainer", "sanctuary"), figures=(("asked", "{n} people"), ("freed", "{n} freed")),
        links=Links(follow=("ice.gov",)),
    )  # fmt: skip
    account = explain(Question(source, None, _answer(PAGE)))
    assert account.terms == (("detainer", 1), ("sanctuary", 0))
    assert account.figures == (("asked", "283,000"),)
    assert account.unmet == ('expected the figure freed as "{n} freed", found none',)
    assert [link.href for link in account.links] == ["https://www.ice.gov/memo.pdf"]
    assert (account.edits, account.findings) == ((), ())


def test_the_wording_of_a_page_is_the_same_at_any_address():
    source = Source("nilc", URL)
    same = PAGE.replace("Enforcement</h1>", "Enforcement</h1><!-- 12:00 -->")
    account = _between(source, PAGE, same)
    assert account.wording == account.wording_before
    assert _between(source, PAGE, PAGE.replace("283,000", "300")).wording != account.wording


def test_the_words_of_a_page_that_is_only_linked_are_nobodys_matter():
    linked = Source("nilc.12", URL, linked_from="nilc")
    account = _between(linked, PAGE, PAGE.replace("283,000", "300,000"))
    assert (account.edits, account.findings, account.same) == ((), (), False)
    assert [
        finding.kind for finding in _between(Source("nilc", URL), PAGE, PAGE.replace("283,000", "300,000")).findings
    ]


def test_a_file_that_is_linked_is_told_when_it_is_another():
    linked = Source("nilc.12", URL, "ICE memo", linked_from="nilc")
    text = "Memorandum\n\nOfficers may ask for help with it.\n"
    told = _between(linked, text, text.replace("may", "must"), "text/plain").findings
    assert [finding.kind for finding in told] == ["document.replaced", "text.altered"]
    same = _between(linked, text, text.replace("\n", "\r\n"), "text/plain").findings
    assert [finding.level.word for finding in same] == ["low"]


def test_a_linked_page_that_is_gone_is_a_dead_link():
    linked = Source("nilc.12", URL, linked_from="nilc")
    account = explain(Question(linked, Answer(_answer(PAGE).snapshot), _answer(None, Outcome.CONNECT_ERROR, 30)))
    assert [finding.kind for finding in account.findings] == ["link.dead"]


QA = "<main><h1>Questions</h1>{}</main>"
PAIRS = "".join(f"<h3>Q{at}: What is fee {at}?</h3><p>A{at}: It may be {at} dollars.</p>" for at in range(1, 6))
COPY = Source("copy", URL, kind="qa", mirror_of="original")


def test_a_copy_that_follows_its_original_converges_and_one_that_leaves_it_diverges():
    original, other = QA.format(PAIRS), QA.format(PAIRS.replace("may be 3", "must be 3"))
    payload = Payload(original.encode(), "text/html", "https://dhs.example/qa")
    for before, after, kind in ((original, other, "copy.diverged"), (other, original, "copy.converged")):
        question = Question(COPY, _answer(before), _answer(after, hours=6), original=payload)
        assert kind in [finding.kind for finding in explain(question).findings]


def test_an_original_that_changes_leaves_its_copy_behind():
    old, new = (
        Payload(QA.format(text).encode(), "text/html", "https://dhs.example/qa")
        for text in (PAIRS, PAIRS.replace("may be 3", "must be 3"))
    )
    same = _answer(QA.format(PAIRS))
    (told,) = explain(Question(COPY, same, same, original=new, original_before=old)).findings
    assert told.kind == "copy.diverged"
    (back,) = explain(Question(COPY, same, same, original=old, original_before=new)).findings
    assert back.kind == "copy.converged"
    assert back.summary.startswith("the original now says what the copy says: ")
