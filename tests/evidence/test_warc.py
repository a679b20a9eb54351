"""A web archive holds each look once, in the form that other programs read."""

import http.client
import shutil
import socket
import subprocess
import sys
import time

import pytest
from warcio.archiveiterator import ArchiveIterator


@pytest.fixture
def archive(desk):
    """The archive of one source."""
    return desk.writes("export", "--warc", "dhs", "-o", "dhs.warc.gz")


def records(path):
    """(kind, address, headers of the record, status, HTTP headers, content) of each record."""
    with path.open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                dict(record.rec_headers.headers),
                record.http_headers.get_statuscode() if record.http_headers else None,
                dict(record.http_headers.headers) if record.http_headers else {},
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
        ]


def test_other_programs_find_every_digest_right(archive):
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", str(archive)], capture_output=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stdout) == (0, b"")


def test_every_look_is_told_by_what_came_of_it(archive):
    found = [(kind, status) for kind, _, _, status, _, _ in records(archive)]
    assert found == [
        ("warcinfo", None),
        ("response", "301"),
        ("response", "200"),
        ("revisit", "304"),
        ("response", "403"),
        ("metadata", None),
        ("response", "200"),
    ]


def test_a_body_stands_decoded_and_says_how_it_came(archive):
    _, url, names, _, headers, body = records(archive)[2]
    assert url == "https://www.dhs.test/dhs"
    assert b"You may apply." in body
    assert headers["X-Archive-Orig-content-encoding"] == "gzip"
    assert "content-encoding" not in headers
    assert headers["content-length"] == str(len(body))
    assert names["WARC-Date"] == "2026-11-21T10:01:00.000Z"
    assert names["WARC-IP-Address"] == "192.0.2.7"
    assert names["X-Watcher-Record"].startswith("records/")


def test_a_page_that_was_the_same_refers_to_the_look_that_brought_it(archive):
    _, brought, revisit = (names for _, _, names, _, _, _ in records(archive)[1:4])
    assert revisit["WARC-Refers-To"] == brought["WARC-Record-ID"]
    assert revisit["WARC-Refers-To-Date"] == brought["WARC-Date"]
    assert revisit["WARC-Profile"].endswith("/server-not-modified")


def test_a_redirect_is_a_record_of_its_own(archive):
    _, url, names, _, headers, body = records(archive)[1]
    assert (url, headers["location"], body) == ("http://www.dhs.test/dhs", "https://www.dhs.test/dhs", b"")
    assert "X-Watcher-Came-Over" not in names, "it was the answer that came so"


def test_a_look_without_an_answer_says_why(archive):
    kind, _, names, _, _, block = records(archive)[5]
    assert (kind, names["X-Watcher-Outcome"]) == ("metadata", "dns_error")
    assert b"no such name" in block


def test_an_answer_says_as_whom_it_was_asked_for_and_on_which_certificates_it_stands(archive):
    _, _, names, _, _, _ = records(archive)[-1]
    assert names["X-Watcher-Asked-By"] == "watcher 0.1.0, as watcher/0.1 (+https://bot.test)"
    assert names["X-Watcher-Came-Over"] == "HTTP/1.1, TLSv1.3"
    assert names["X-Watcher-Certificates"] == f"{'ab' * 32} {'cd' * 32}"


def test_it_says_what_was_and_what_was_not_recorded(archive):
    said = records(archive)[0][5].decode()
    assert "no packet was recorded" in said
    assert "X-Archive-Orig-" in said


def test_it_is_the_same_whenever_it_is_made_again(archive, desk):
    assert desk.writes("export", "--warc", "dhs", "-o", "again.warc.gz").read_bytes() == archive.read_bytes()


def test_it_replays_in_another_program(archive, tmp_path):
    wayback, manager = shutil.which("wayback"), shutil.which("wb-manager")
    if not (wayback and manager):
        pytest.skip("pywb is not here: its `wayback` and `wb-manager` would replay the archive")
    for command in (["init", "kept"], ["add", "kept", str(archive)]):
        subprocess.run([manager, *command], cwd=tmp_path, capture_output=True, check=True, timeout=60)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [wayback, "--port", str(port), "--bind", "127.0.0.1"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        replayed = [
            answer(port, f"/kept/{at}id_/https://www.dhs.test/dhs") for at in ("20261121100100", "20261121102100")
        ]
    finally:
        serving.terminate()
        serving.wait(timeout=20)
    assert [b"You may apply." in replayed[0], b"You will apply" in replayed[1]] == [True, True]


def answer(port: int, path: str) -> bytes:
    """What is served there, once it is served."""
    for _ in range(60):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        except ConnectionRefusedError:
            time.sleep(0.5)
        finally:
            connection.close()
    raise AssertionError("nothing is served")
