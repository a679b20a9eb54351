"""A digest in words: the text part, the HTML part, the record, the headers."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from watcher.digest.compose import compose
from watcher.digest.excerpt import hunks, wdiff
from watcher.model import Flag, Severity

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = (
    "</blockquote><script>alert(1)</script><img src=x onerror=y> & \"'> \u202e \x00 \x1b]0;x\x07 \r\nBcc: z@example.org"
)


@pytest.fixture
def message(make, templates):
    digest = make.digest(*make.several(), coverage=make.coverage(read=5, unreadable=(make.unreadable(),)))
    return compose(digest, templates, public_url=make.public, address="Watcher <watcher@example.org>")


def many(make, number, finding=None):
    finding = finding or make.answer()
    return tuple(
        make.entry(replace(finding, summary=f"Answer {n} altered"), finding_id=f"{n:012x}#f1", change_id=f"{n:012x}")
        for n in range(1, number + 1)
    )


def test_the_text_part_reads_as_agreed(message):
    assert message.text == (GOLDEN / "digest.txt").read_text("utf-8")


def test_without_published_pages_the_commands_stand_where_the_links_would(make, templates):
    text = compose(make.digest(make.entry()), templates).text
    assert "   Compare  watcher show 2f9c1a7b04de\n" in text
    assert "take the subscription desk-daily out of watcher.yaml" in text
    assert "watch.example.org" not in text


def test_no_line_of_the_text_is_wider_than_72_columns_but_for_addresses(message, make, templates):
    endless = make.finding("text.added", "new", make.added("x" * 300))
    for text in (message.text, compose(make.digest(make.entry(endless)), templates).text):
        assert [line for line in text.splitlines() if len(line) > 72 and "://" not in line] == []


def test_an_address_in_the_text_is_never_cut(make, templates):
    address = "www.ice.example/doclib/secure-communities/pdf/a-memo-with-a-long-name-that-fills-the-line.pdf"
    text = compose(
        make.digest(make.entry(make.finding("link.removed", f'Link removed: "Memo" to {address}'))), templates
    ).text
    assert address in text


def test_the_subject_has_the_worst_first_and_at_most_100_characters(message, make, templates):
    assert message.subject.startswith('[watcher] CRITICAL: Answer altered: "may" became "will", ')
    assert message.subject.endswith("; +3 changes (21 Nov)")
    long = make.entry(make.finding("text.altered", "word " * 90), source_name="name " * 90)
    for entries in ((long,), (long,) * 1000):
        assert len(compose(make.digest(*entries), templates).subject) <= 100


def test_the_page_shows_each_change_in_words_marks_and_strokes(message):
    page = BeautifulSoup(message.html, "html.parser")
    deleted, inserted = page.select_one("blockquote del"), page.select_one("blockquote ins")
    assert deleted.get_text().replace("\xa0", " ") == "[deleted: may]"
    assert inserted.get_text().replace("\xa0", " ") == "[inserted: will]"
    assert "line-through" in deleted["style"]
    assert "underline" in inserted["style"]
    assert [heading.name for heading in page.find_all(["h1", "h2"])] == ["h1"] + ["h2"] * 4
    assert [grade.get_text(" ", strip=True) for grade in page.select(".grade b")][:2] == ["■ CRITICAL", "▲ HIGH"]


def test_the_page_loads_nothing_from_anywhere(message):
    page = BeautifulSoup(message.html, "html.parser")
    assert page.find(["img", "script", "link", "iframe", "object", "video", "form", "base"]) is None
    assert page.find(src=True) is None
    assert not re.search(r"url\(|@import|@font-face|expression\(", message.html)


def test_the_page_has_its_styles_in_the_elements_and_those_of_the_dark_beside(message):
    page = BeautifulSoup(message.html, "html.parser")
    (style,) = page.find_all("style")
    assert style.get_text().strip().startswith("@media (prefers-color-scheme: dark)")
    assert all(paragraph.get("style") for paragraph in page.find_all(["p", "h1", "h2", "blockquote", "del", "ins"]))


def test_mail_page_and_record_show_the_same_words(make, message):
    page = BeautifulSoup(message.html, "html.parser")
    quoted = [quote.get_text().replace("\xa0", " ") for quote in page.select("blockquote")]
    told = [hunk for entry in make.several() for hunk in hunks(entry.finding)]
    assert message.record["entries"][0]["excerpt"] == [[list(span) for span in hunk.spans] for hunk in told[:1]]
    for hunk, words in zip(told, quoted, strict=True):
        as_text = (
            wdiff(hunk).replace("[-", "[deleted: ").replace("-]", "]").replace("{+", "[inserted: ").replace("+}", "]")
        )
        assert as_text == words
        assert " ".join(wdiff(hunk).split()) in " ".join(message.text.split())


def test_words_of_a_page_cannot_become_markup_or_headers(make, templates):
    finding = make.finding(
        "text.altered",
        HOSTILE,
        make.altered(("equal", HOSTILE), ("delete", HOSTILE), ("insert", HOSTILE), path=(HOSTILE,)),
        key=HOSTILE,
    )
    entry = make.entry(finding, source_name=HOSTILE, url=f"javascript:alert(1)//{HOSTILE}", source_id=HOSTILE)
    seen = make.coverage(unreadable=(make.unreadable(source_name=HOSTILE, reason=HOSTILE),))
    digest = make.digest(entry, why=HOSTILE, subscription=HOSTILE, coverage=seen)
    message = compose(digest, templates, public_url=make.public, address="w@example.org\r\nBcc: z@example.org")
    page = BeautifulSoup(message.html, "html.parser")
    assert page.find(["script", "img"]) is None
    assert all(link["href"].startswith("https://watch.example.org/") for link in page.find_all("a"))
    for part in (message.text, message.html, message.subject, *(value for _, value in message.headers)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", part)
    assert not any("\n" in value for _, value in message.headers)
    assert "\n" not in message.subject


def test_a_live_address_that_is_no_web_address_is_no_link(make, templates):
    html = compose(make.digest(make.entry(url="javascript:alert(1)")), templates).html
    assert 'href="javascript' not in html


def test_a_large_digest_stays_small_enough_to_be_shown_whole(make, templates):
    digest = make.digest(*many(make, 300))
    message = compose(digest, templates, public_url=make.public)
    assert len(message.html.encode()) <= 90_000
    page = BeautifulSoup(message.html, "html.parser")
    full, brief = len(page.select("h2")), len(page.select(".brief p")) - 1
    assert (full, brief > 50) == (25, True)
    rest = f"and {300 - full - brief} more: https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D"
    assert rest in message.text
    assert rest in " ".join(page.get_text().split())
    told = {int(number) for number in re.findall(r"^(\d+)\. ", message.text, re.MULTILINE)}
    assert told == set(range(1, full + brief + 1))
    assert len(message.record["entries"]) == 300
    assert "Digest 01KAK3V8Q0ZJ5T7M9X2N4B6C8D" in message.html


def test_what_does_not_fit_is_shown_by_a_command_where_no_pages_are_published(make, templates):
    text = compose(make.digest(*many(make, 300)), templates).text
    assert re.search(r"^and \d+ more: watcher digest show 01KAK3V8Q0ZJ5T7M9X2N4B6C8D$", text, re.MULTILINE)


def test_who_wants_no_more_mails_finds_the_way_out_before_the_first_change(message):
    page = BeautifulSoup(message.html, "html.parser")
    stop = page.find("a", string="Stop these mails")
    assert stop["href"] == "https://watch.example.org/u/01KAK3V8Q0ZJ5T7M9X2N4B6C8D"
    assert stop.find_next("h2").get_text().startswith("Answer altered")


def test_even_changes_that_are_all_as_long_as_can_be_stay_small_enough(make, templates):
    flood = "<&\"'>" * 2000
    finding = make.finding("text.altered", flood, *(make.added(flood) for _ in range(9)), path=(flood,) * 9)
    digest = make.digest(*(make.entry(finding, source_name=flood, url="https://e.example/" + "x" * 3000),) * 300)
    assert len(compose(digest, templates, public_url=make.public).html.encode()) <= 90_000


def test_a_trial_of_a_channel_offers_nothing_to_leave(make, templates):
    message = compose(make.digest(window="test"), templates, public_url=make.public, address="watcher@example.org")
    assert "List-Unsubscribe" not in dict(message.headers)
    assert "/u/" not in message.text
    assert "/u/" not in message.html


def test_silence_always_says_how_much_was_read(make, templates):
    quiet = compose(make.digest(coverage=make.coverage(left_out=0)), templates)
    assert quiet.subject == "[watcher] No changes: 6 pages, 38 checks, all readable (21 Nov)"
    assert quiet.text.startswith("Nothing new on 6 pages.\n6 of 6 pages read, 38 checks since 20 Nov 07:00 EST.\n")
    assert "Key:" not in quiet.text
    partly = compose(make.digest(coverage=make.coverage(read=5, unreadable=(make.unreadable(),))), templates)
    assert partly.subject == "[watcher] No changes: 5 of 6 pages read, 38 checks (21 Nov)"
    assert "Not readable since Tue 17 Nov: DHS: questions on public safety (blocked" in partly.text


def test_when_nothing_could_be_read_nobody_is_told_that_nothing_changed(make, templates):
    blind = compose(make.digest(coverage=make.coverage(read=0)), templates)
    assert blind.subject == "[watcher] CANNOT READ any of 6 pages (21 Nov)"
    assert "No changes" not in blind.text
    assert "what they say now is not known" in blind.text
    idle = compose(make.digest(coverage=make.coverage(read=0, checks=0)), templates)
    assert idle.subject == "[watcher] NOT LOOKED at any of 6 pages (21 Nov)"
    assert "could be read" not in idle.text


def test_the_interval_is_never_a_moment(make, templates):
    text = compose(make.digest(make.entry()), templates).text
    assert "Between 20 Nov 20:05 and 21 Nov 02:05 UTC, v5 to v6" in text
    new_year = make.entry(
        last_without=make.now.replace(month=12, day=31), first_with=make.now.replace(year=2027, month=1)
    )
    assert "Between 31 Dec 2026 12:00 and 21 Jan 2027 12:00 UTC" in compose(make.digest(new_year), templates).text
    soon = make.entry(last_without=make.now.replace(second=1), first_with=make.now.replace(second=9))
    assert "Between 21 Nov 12:00:01 and 21 Nov 12:00:09 UTC" in compose(make.digest(soon), templates).text


def test_what_is_not_certain_is_said(make, templates):
    gone = make.finding("page.removed", "the address answers 404", flags=(Flag.UNCONFIRMED,))
    text = compose(make.digest(make.entry(gone, after_version=None)), templates).text
    assert "Not confirmed yet" in text
    assert "last seen as v5" in text


def test_mail_programs_can_file_it_by_its_headers(message):
    headers = dict(message.headers)
    assert headers["List-Id"] == "<desk-daily.example.org>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["X-Watcher-Severity"] == "critical"
    assert headers["X-Watcher-Kind"] == "faq.answer-altered, item.removed, figure.changed, page.moved"
    assert headers["X-Watcher-Change"].startswith("2f9c1a7b04de, ")
    assert headers["List-Unsubscribe"] == (
        "<https://watch.example.org/u/01KAK3V8Q0ZJ5T7M9X2N4B6C8D>, "
        "<mailto:watcher@example.org?subject=unsubscribe%20desk-daily>"
    )
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Archive"] == "<https://watch.example.org/digests>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"


def test_one_click_is_offered_over_tls_alone(make, templates):
    headers = dict(compose(make.digest(make.entry()), templates, public_url="http://watch.example.org").headers)
    assert headers["List-Unsubscribe"] == "<http://watch.example.org/u/01KAK3V8Q0ZJ5T7M9X2N4B6C8D>"
    assert "List-Unsubscribe-Post" not in headers


def test_what_goes_out_at_once_of_one_page_is_one_thread_and_digests_are_none(make, templates):
    def thread(*entries, window):
        digest = replace(make.digest(*entries), window=window)
        headers = dict(compose(digest, templates, address="Watcher <watcher@example.org>").headers)
        return headers.get("In-Reply-To"), headers.get("References")

    other = make.entry(source_id="ice", finding_id="c01d5e6f7a8b#f1", change_id="c01d5e6f7a8b")
    page = "<source.aila-qa@example.org>"
    assert thread(make.entry(), window="at-once/11aa") == thread(make.entry(), window="at-once/22bb") == (page, page)
    assert thread(make.entry(), other, window="at-once/33cc") == (None, None)
    assert thread(make.entry(), window="2026-11-21/daily") == (None, None)


def test_nothing_offers_to_unsubscribe_where_no_page_could_do_it(make, templates):
    headers = dict(compose(make.digest(make.entry()), templates).headers)
    assert "List-Unsubscribe" not in headers


def test_the_record_is_whole_and_in_json_s_types(make, templates):
    flood = "word " * 5000
    entry = make.entry(make.finding("text.added", "new", make.added(flood), after=flood))
    record = compose(make.digest(entry), templates).record
    assert json.loads(json.dumps(record)) == record
    assert record["schema"] == "watcher.digest/1"
    assert record["entries"][0]["after"] == flood
    assert record["entries"][0]["edits"][0]["after"] == flood
    assert record["entries"][0]["words_left_out"] > 4900
    assert record["counts"] == {"changes": 1, "pages": 1, "low": 1}


def test_the_same_digest_makes_the_same_message(make, templates):
    digest = make.digest(*make.several())
    assert compose(digest, templates) == compose(digest, templates)
    assert compose(digest, templates).severity is Severity.CRITICAL


def test_the_seal_stands_at_the_foot_and_in_the_record(make, templates):
    seal = f"seal 123 sha256 {'ab' * 32}"
    message = compose(replace(make.digest(make.entry()), seal=seal), templates)
    assert message.text.endswith(f"\nseal 123 sha256\n{'ab' * 32}\n")
    assert seal in BeautifulSoup(message.html, "html.parser").get_text()
    assert message.record["seal"] == seal
