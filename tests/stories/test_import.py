"""What others captured fills the history before the first look; it alerts nobody and names who captured it."""

import io
import os

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.archive import WebArchive
from tests.stories.conftest import LOCAL


@pytest.fixture
def archive():
    """A web archive on loopback."""
    archive = WebArchive()
    yield archive
    archive.close()


def settings(archive):
    """A configuration that asks this archive."""
    return f"{LOCAL}\narchive: {{url: '{archive.url}', gap: 0s}}\n"


def versions(bot, source="page-1"):
    """(version, snapshot, who captured it) of each version."""
    found = []
    for number in range(1, 20):
        said = bot.says("show", f"{source}@v{number}", "--json")
        if said.code:
            return found
        form = said.json["snapshot"]
        found.append((number, form["id"], form.get("provenance", {}).get("by")))
    return found


@pytest.fixture
def filled(site, bot, archive, frame):
    """A page of which the archive has three captures, two of them different."""
    url = site.shows("/a", frame("<p>Applicants will wait ninety days.</p>"))
    archive.holds("20140301120000", url, frame("<p>Applicants may wait thirty days.</p>"))
    archive.holds("20150301120000", url, frame("<p>Applicants may wait thirty days.</p>", token="other"))
    archive.holds("20160301120000", url, frame("<p>Applicants may wait sixty days.</p>"))
    bot.watches(url, watcher=settings(archive))
    return url


def test_captures_become_the_first_versions_and_alert_nobody(bot, filled, archive):
    said = bot.says("import", "wayback", "page-1", "--json")
    assert said.code == 0, said.err
    assert said.json["sources"]["page-1"] == {"captures": 3, "known": 0, "left_out": 0, "versions": 2}
    archive_name = archive.url.removeprefix("http://")
    assert versions(bot) == [
        (1, "page-1/20140301T120000.000Z", archive_name),
        (2, "page-1/20160301T120000.000Z", archive_name),
    ]
    shown = bot.says("show", "page-1@v2").out
    assert f"{archive.url}/web/20160301120000id_/{filled}" in shown
    assert "captured by" in shown
    checked = bot.checks("--notify", "--fail-on", "low")
    assert checked.code == 0
    assert checked.kinds == []
    assert checked.counts["first"] == 1
    assert [(number, by) for number, _, by in versions(bot)] == [(1, archive_name), (2, archive_name), (3, None)]
    assert bot.mails() == []
    assert "history, told to nobody" in bot.says("log").out
    assert bot.says("verify").code == 0
    assert bot.says("reindex").code == 0
    assert len(versions(bot)) == 3


def test_after_history_the_next_change_is_told_as_ever(site, bot, filled, frame):
    bot.says("import", "wayback", filled)
    bot.checks("--notify")
    site.shows("/a", frame("<p>Applicants will wait one hundred days.</p>"))
    checked = bot.checks("--notify")
    assert checked.loud != []
    assert len(bot.mails()) == 1
    assert "v3 to v4" in bot.mails()[0].as_string()


def test_an_import_again_asks_for_nothing_that_is_kept(bot, filled, archive):
    bot.says("import", "wayback", "page-1")
    archive.asked.clear()
    again = bot.says("import", "wayback", "page-1", "--json").json["sources"]["page-1"]
    assert again == {"captures": 0, "known": 3, "left_out": 0, "versions": 0}
    assert [one for one in archive.asked if one.startswith("/web/")] == []


def test_what_comes_after_our_own_look_is_kept_without_a_number(bot, filled):
    bot.checks()
    said = bot.says("import", "wayback", "page-1", "--json").json["sources"]["page-1"]
    assert said == {"captures": 3, "known": 0, "left_out": 0, "versions": 0}
    assert [number for number, _, _ in versions(bot)] == [1]
    capture = bot.says("show", "page-1/20140301T120000.000Z")
    assert capture.code == 0, capture.err
    assert "thirty days" in capture.out
    checked = bot.checks("--notify")
    assert checked.counts["unchanged"] == 1
    assert bot.mails() == []
    assert bot.says("verify").code == 0


def test_only_a_period_and_only_so_many(bot, filled):
    said = bot.says("import", "wayback", "page-1", "--from", "2015", "--to", "2015-12", "--json").json
    assert said["sources"]["page-1"]["captures"] == 1
    limited = bot.says("import", "wayback", "page-1", "--from", "2016", "--limit", "1", "--json").json
    assert limited["sources"]["page-1"]["versions"] == 1


def test_a_capture_that_leads_to_another_or_shows_no_page_is_left_out(bot, filled, archive):
    archive.moved.add("20150301120000")
    missing = "<html><head><title>Page not found</title></head><body><h1>Page not found</h1>Sorry.</body></html>"
    archive.holds("20170301120000", filled, missing)
    said = bot.says("import", "wayback", "page-1", "--json").json["sources"]["page-1"]
    assert (said["captures"], said["left_out"]) == (2, 2)


def warc(path, *captures, gzip=True):
    """A web archive's file with these: (date, url, status, body)."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for date, url, status, body in captures:
            headers = StatusAndHeaders(f"{status} OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": date}
            )
            writer.write_record(record)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        for date, url, _, body in captures[:1]:
            of = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
            digest = of.rec_headers.get_header("WARC-Payload-Digest") or _digest(writer, of)
            again = writer.create_revisit_record(url, digest, url, date, http_headers=headers)
            again.rec_headers.replace_header("WARC-Date", "2018-01-01T00:00:00Z")
            writer.write_record(again)
    return path


def _digest(writer, record):
    writer.ensure_digest(record, block=False, payload=True)
    return record.rec_headers.get_header("WARC-Payload-Digest")


def test_a_web_archive_fills_the_history_of_the_pages_in_it(site, bot, frame, tmp_path):
    url = site.shows("/a", frame("<p>Applicants will wait ninety days.</p>"))
    bot.watches(url)
    one = frame("<p>Applicants may wait thirty days.</p>").encode()
    two = frame("<p>Applicants may wait sixty days.</p>").encode()
    file = warc(
        tmp_path / "crawl.warc.gz",
        ("2014-03-01T12:00:00Z", url, 200, one),
        ("2016-03-01T12:00:00Z", url, 200, two),
        ("2015-03-01T12:00:00Z", "https://other.example/", 200, one),
        ("2017-03-01T12:00:00Z", url, 404, b"gone"),
    )
    said = bot.says("import", "warc", str(file), "--json")
    assert said.code == 0, said.err
    # The revisit of 2018 says that the page was as in 2014 again.
    assert said.json["sources"]["page-1"] == {"captures": 3, "known": 0, "left_out": 0, "versions": 3}
    assert versions(bot)[0][2].startswith("crawl.warc.gz sha256 ")
    assert "1 record of these pages cannot be used" in said.err
    again = bot.says("import", "warc", str(file), "--source", "page-1", "--json").json["sources"]["page-1"]
    assert again["captures"] == 0
    assert bot.checks("--notify").kinds == []
    assert bot.mails() == []
    assert bot.says("verify").code == 0


def hostile(folder, url):
    """Files that are no web archive, or a dangerous one, by name."""
    good = warc(folder / "good.warc.gz", ("2014-03-01T12:00:00Z", url, 200, b"<p>words</p>"))
    link = folder / "link.warc.gz"
    link.symlink_to(good)
    pipe = folder / "pipe.warc.gz"
    os.mkfifo(pipe)
    torn = folder / "torn.warc.gz"
    torn.write_bytes(good.read_bytes()[:300])
    zipped = folder / "zip.warc.gz"
    zipped.write_bytes(b"PK\x03\x04" + b"\0" * 60 + b"../../etc/passwd")
    html = folder / "page.warc"
    html.write_bytes(b"<html>no archive</html>")
    bomb = warc(folder / "bomb.warc.gz", ("2014-03-01T12:00:00Z", url, 200, b"\0" * (48 << 20)))
    return {"link": link, "pipe": pipe, "torn": torn, "zip": zipped, "html": html, "bomb": bomb, "folder": folder}


def test_a_hostile_file_is_refused_and_leaves_nothing(site, bot, frame, tmp_path):
    url = site.shows("/a", frame("<p>Words.</p>"))
    bot.watches(url)
    there = tmp_path / "files"
    there.mkdir()
    for name, path in hostile(there, url).items():
        said = bot.says("import", "warc", str(path))
        assert said.code == 2, (name, said)
        assert "E_ARCHIVE" in said.err, name
        assert "Traceback" not in said.err, name
    assert bot.says("show", "page-1@v1").code != 0
    assert not list((bot.home / "snapshots").rglob("*.zst"))
    assert bot.says("verify").code == 0
