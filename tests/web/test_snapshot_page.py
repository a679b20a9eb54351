"""The page of one copy."""

import hashlib

from watcher.model import Ignore
from watcher.web.captured import harmless

HOSTILE = """<html><body onload="alert(1)"><script>alert(1)</script><img src="http://spy.test/a.png">
<svg onload="alert(1)"></svg>
<style>body{background:url(http://spy.test/b)}</style><form action="http://spy.test/"><input name="a">
<button>go</button></form><a href="javascript:alert(1)">words <b>that</b> stay</a><iframe src="http://spy.test/"></iframe>
<meta http-equiv="refresh" content="0;url=http://spy.test/"><p style="background:url(http://spy.test/c)">and these</p>
<object data="http://spy.test/"></object><base href="http://spy.test/"><link rel="stylesheet" href="http://spy.test/">"""


def test_says_whether_it_is_in_force(desk):
    assert "Current version, in force since" in desk.read("/sources/original/v3")
    assert "Historical: in force from" in desk.read("/sources/original/v1")


def test_shows_the_words_the_receipt_and_the_citation(desk):
    page = desk.read("/sources/original/v2")
    look = desk.store.history.snapshot(desk.store.history.version("original", 2).snapshot_id)
    assert "will be held for up to 48 hours" in page
    assert page.count(look.body_sha256) > 2
    assert f"{desk.origin}/sources/original/v2" in page
    assert "Seal" in page


def test_a_moment_names_the_version_in_force_then(desk):
    assert desk.led("/sources/original/at/2026-11-02T14:05Z") == "/sources/original/v1"
    assert desk.led("/sources/original/first") == "/sources/original/v1"
    assert desk.led("/sources/original/latest") == "/sources/original/v3"


def test_an_unknown_version_names_the_nearest(desk):
    assert "the nearest is v3" in desk.refused("/sources/original/v9")
    assert "No source" in desk.refused("/sources/nobody/v1") or "nobody" in desk.refused("/sources/nobody/v1")


def test_a_block_page_is_evidence_and_no_version(desk):
    blocked = next(look for look in desk.store.history.snapshots("original") if not look.outcome.is_page)
    page = desk.read(f"/sources/{blocked.id}")
    assert "Not a version of the page: blocked by the site" in page
    assert "Access denied" in desk.read(f"/sources/{blocked.id}?tab=source")


def test_bytes_leave_as_a_file_that_no_browser_shows(desk):
    answer = desk.browser.get("/sources/original/v1/raw")
    look = desk.store.history.snapshot(desk.store.history.version("original", 1).snapshot_id)
    assert hashlib.sha256(answer.content).hexdigest() == look.body_sha256
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_text_and_headers_are_plain(desk):
    for part, words in (("text", "Everybody who is named"), ("headers", "server: nginx")):
        answer = desk.browser.get(f"/sources/original/v1/{part}")
        assert words in answer.text
        assert answer.headers["content-type"].startswith("text/plain")


def test_a_rendered_page_keeps_its_words_and_nothing_that_acts(told, seated):
    told.watch("hostile")
    told.show("hostile", HOSTILE)
    answer = seated(told).browser.get("/sources/hostile/v1/render")
    assert "words <b>that</b> stay" in answer.text
    assert "and these" in answer.text
    for sign in ("spy.test", "alert", "javascript", "<img", "<svg", "<form", "<iframe", "<input", "onload"):
        assert sign not in answer.text, sign
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_harmless_takes_nothing_else():
    table = '<table><tr><td colspan="2">a</td></tr></table>'
    assert harmless(f"{table}<h2>b</h2><ul><li>c</li></ul>").replace("<tbody>", "").replace("</tbody>", "") == (
        f"{table}<h2>b</h2><ul><li>c</li></ul>"
    )


def test_verify_hashes_the_bytes_again(desk, told):
    mark = desk.log_in()
    assert "Matches: the bytes kept here" in desk.post("/sources/original/v1/verify", mark=mark)
    look = desk.store.history.snapshot(desk.store.history.version("original", 1).snapshot_id)
    blob = told.vault / desk.store.archive.blob(look.body_sha256)
    blob.chmod(0o644)
    blob.write_bytes(b"x" + blob.read_bytes()[1:])
    assert "DOES NOT MATCH" in desk.post("/sources/original/v1/verify", mark=mark)


def test_verify_asks_for_the_operator(desk):
    answer = desk.browser.post("/sources/original/v1/verify", headers={"origin": desk.origin})
    assert answer.status_code == 401


def test_programs_get_the_same(desk):
    form = desk.browser.get("/sources/original/v2.json").json()
    assert (form["schema"], form["version"]) == ("watcher.snapshot/1", "v2")
    assert any("will be held" in block["text"] for block in form["document"]["blocks"])


def test_a_copy_that_was_withdrawn_keeps_its_receipt(desk, told):
    look = desk.store.history.snapshot(desk.store.history.version("original", 1).snapshot_id)
    with told.open() as store:
        store.redact(look.body_sha256, "an order of a court", "desk")
    page = desk.read("/sources/original/v1")
    assert "Its bytes cannot be shown" in page
    assert "an order of a court" in page
    assert look.body_sha256 in page
    assert desk.browser.get("/sources/original/v1/raw").status_code == 410
    assert desk.browser.get("/sources/original/v1.json").json()["withdrawn"]["by"] == "desk"


def test_the_receipt_says_when_it_was_confirmed_what_the_page_says_and_what_it_is_chained_to(desk):
    page = desk.read("/sources/original/v1").partition('id="receipt"')[2]
    record = desk.store.archive.of_snapshot(desk.store.history.version("original", 1).snapshot_id)
    assert record.form["prev_sha256"] in page
    for words in ("First confirmed", "Last confirmed", "The page says: updated", "2026-11-01", "Wayback Machine"):
        assert words in page, words


def test_what_was_left_out_is_counted_by_the_rule_that_took_it(told, seated):
    told.watch("stamped", ignore=Ignore(stamps=(r"Doc\. No\. \d+\.",)))
    said = "".join(f"<p>Passage {number} is here. Doc. No. 17022130.</p>" for number in range(14))
    told.show("stamped", f"<html><body><main><h1>A copy</h1>{said}</main></body></html>")
    page = seated(told).read("/sources/stamped/v1")
    assert "14 × Doc. No. 17022130." in page
    assert "left out of every comparison" in page


def test_a_copy_is_cited_in_four_forms(desk):
    page = desk.read("/sources/original/v1").partition('id="cite"')[2]
    assert page.count('<pre class="cite"') == 4
    for form in ("Footnote", "Plain", "Markdown", "BibTeX"):
        assert f"<summary>{form}" in page
