"""A secret leaves in the one request that needs it and stands nowhere else, whatever fails and is logged."""

import base64
import contextlib
import gzip
import socket
import urllib.parse
import zipfile
import zlib

import pytest
import zstandard

from tests.promises.hostile import GOOD, answer, moves, says

SECRETS = {
    "SMTP_USER": "canary-pass-9b1c",
    "SMTP_PASSWORD": "canary-pass-9b1c",
    "HOOK": "/hooks/canary-hook-2d4e?key=canary-key-8a7b",
    "HOOK_SECRET": "whsec_" + base64.b64encode(b"canary-sign-5c6d").decode(),
    "ROOM": "/services/T0/B0/canary-room-1e2f",
}
CANARIES = [b"canary-pass-9b1c", b"canary-hook-2d4e", b"canary-key-8a7b", b"canary-sign-5c6d", b"canary-room-1e2f"]
WATCHER = """
version: 1
fetch: {{per_host: {{concurrency: 4, gap: 0s}}, allow_private: [127.0.0.1/32], total_deadline: 3s}}
channels:
  letter:
    type: email
    to: [desk@example.org]
    from: bot@example.org
    smtp: {{host: 127.0.0.1, port: {smtp}, tls: none, user: '${{env:SMTP_USER}}', password: '${{env:SMTP_PASSWORD}}',
           allow_private: true}}
  hook: {{type: webhook, url: '${{env:HOOK}}', secret: '${{env:HOOK_SECRET}}'}}
  room: {{type: slack, url: '${{env:ROOM}}'}}
subscriptions:
  - {{name: letter, channel: letter, cadence: at-once, min_severity: low}}
  - {{name: hook, channel: hook, cadence: at-once, min_severity: low}}
  - {{name: room, channel: room, cadence: at-once, min_severity: low}}
"""


def repeats(connection: socket.socket, head: bytes) -> None:
    """Answer 401 with all that was asked, in the body, in a header and in the reason."""
    line = head.split(b"\r\n")[0]
    connection.sendall(answer(b"<p>Denied: " + head, b"X-Asked: " + line, status=b"401 no " + line))


def breaks(connection: socket.socket, head: bytes) -> None:
    """Say 500 with all that was asked, then something that is no HTTP."""
    connection.sendall(b"HTTP/1.1 500 " + head.split(b"\r\n")[0] + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + head)


def speaks_mail(connection: socket.socket, said: list[bytes]) -> None:
    """A mail server that refuses every login and says what it was told."""
    connection.sendall(b"220 mail.test\r\n")
    lines = connection.makefile("rb")
    for line in lines:
        said.append(line)
        word = line[:4].upper()
        if word == b"EHLO":
            connection.sendall(b"250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n")
        elif word == b"QUIT":
            return
        elif line.strip():
            plain = line.split()[-1]
            with contextlib.suppress(ValueError):
                plain += b" " + base64.b64decode(plain).replace(b"\0", b" ")
            connection.sendall(b"535 5.7.8 refused: " + plain + b"\r\n")


@pytest.fixture
def mail_server(misbehaving):
    """Its port, and all that was said to it."""
    said: list[bytes] = []
    server = misbehaving({})
    server.talks = lambda connection: speaks_mail(connection, said)
    return server, said


def spelled(canary: bytes) -> list[bytes]:
    """The canary as itself and in the codings in which secrets travel; of base64, what no neighbour alters."""
    turned = [base64.b64encode(b"x" * shift + canary)[4:-4] for shift in range(3)]
    return [canary, canary.hex().encode(), urllib.parse.quote(canary, safe="").encode(), *turned]


def layers(raw: bytes, path) -> list[bytes]:
    """The bytes, and what they hold when they are unpacked."""
    found = [raw]
    with contextlib.suppress(zstandard.ZstdError):
        found.append(zstandard.ZstdDecompressor().decompress(raw, max_output_size=1 << 24))
    with contextlib.suppress(OSError, EOFError, zlib.error):
        found.append(gzip.decompress(raw))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            found += [archive.read(name) for name in archive.namelist()]
    return found


def leaks(home, said) -> list[str]:
    """Where a secret stands that was meant for a request alone."""
    places = {str(path): layers(path.read_bytes(), path) for path in home.rglob("*") if path.is_file()}
    places |= {f"command {at}": [one.out.encode(), one.err.encode()] for at, one in enumerate(said)}
    return [
        f"{place}: {spelling!r}"
        for place, texts in places.items()
        for canary in CANARIES
        for spelling in spelled(canary)
        if any(spelling in text for text in texts)
    ]


@pytest.mark.timeout(300)
def test_no_secret_stands_anywhere_but_in_the_request_that_carries_it(bot, misbehaving, mail_server):
    mail, heard = mail_server
    pages = {"page": says(answer(GOOD)), "denied": repeats, "broken": breaks, "moved": moves(b"/page")}
    site = misbehaving(pages | {"hooks": repeats, "services": breaks})
    secrets = SECRETS | {name: f"http://127.0.0.1:{site.port}{SECRETS[name]}" for name in ("HOOK", "ROOM")}
    environment = secrets | {"WATCHER_LOG": "DEBUG"}
    bot.watches(*(site.url(path) for path in pages), watcher=WATCHER.format(smtp=mail.port))
    said = [bot.says("check", "--notify", **environment)]
    site.at["page"] = says(answer(GOOD.replace(b"3007 visits", b"4007 visits")))
    said.append(bot.says("check", "--notify", **environment))
    assert said[-1].code == 5, said[-1].err
    site.close()
    mail.close()
    waiting = bot.says("outbox", "list", "--json", **environment).json["deliveries"]
    assert len(waiting) == 3
    way = bot.says("outbox", "show", waiting[0]["id"], "--json", **environment)
    assert [one["state"] for one in way.json["stations"]][:2] == ["sending", waiting[0]["state"]]
    assert waiting[0]["recipient"] in bot.says("outbox", "show", waiting[0]["id"]).out
    assert bot.says("outbox", "show", "nobody").code == 2
    said.append(way)
    said.append(bot.says("outbox", "retry", waiting[0]["id"], **environment))
    said += [
        bot.says(*command.split(), **environment)
        for command in (
            "check --notify --json",
            "status",
            "config show",
            "doctor",
            "digest list --json",
            f"export --bag -o {bot.home}/all.zip",
            f"export --warc -o {bot.home}/all.warc.gz",
        )
    ]
    said.append(bot.says("check", **(environment | {"HOOK": "http://[" + SECRETS["HOOK"]})))
    assert any(SECRETS["HOOK"].encode() in head for head in site.heads)
    assert any(SECRETS["ROOM"].encode() in head for head in site.heads)
    assert any(b"AUTH" in line for line in heard)
    assert leaks(bot.home, said) == []
