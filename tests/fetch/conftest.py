"""Answers in the templates of real sites, in words of our own, and a site on loopback that gives them."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from watcher.model import Manners
from watcher.net import Client

_NAV = "".join(
    f"<li><a href='/topic-{number}'>Topic {number} of the department and its offices</a></li>" for number in range(60)
)


def framed(title, main, *, heading=True, nav=True):
    """A page in a department's frame: banner, menus, main part, footer."""
    menus = f"<header><nav><ul>{_NAV}</ul></nav></header>" if nav else ""
    top = f"<h1>{title.split(' | ')[0]}</h1>" if heading else ""
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<script>var settings = {{'a': 1}};</script></head><body>{menus}"
        f"<main id='main-content'>{top}{main}</main><footer><a href='/privacy'>Privacy</a> "
        f"<a href='/foia'>Freedom of information</a></footer></body></html>"
    ).encode()


def bare(title, body):
    """A page without any frame, as servers make them."""
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def article(title, sentence, times=12, **options):
    """A page with several paragraphs of running text."""
    paragraphs = "".join(f"<p>{sentence} Paragraph {number} goes on from there.</p>" for number in range(times))
    return framed(title, paragraphs, **options)


class Clock:
    """Stands still until it is moved."""

    boot = "a-start"

    def __init__(self):
        self.at = datetime(2026, 11, 21, 10, 30, 0, 417_999, tzinfo=UTC)
        self.seconds = 0.0

    def now(self):
        """The instant it was moved to."""
        return self.at

    def monotonic(self):
        """Seconds it was moved by."""
        return self.seconds

    async def sleep(self, seconds):
        """Move on."""
        self.move(seconds)

    def move(self, seconds):
        """Let time pass."""
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds


class Loopback:
    """Every made-up host lives here."""

    async def resolve(self, host):
        """Loopback, but for names that are nowhere."""
        if host.startswith("nowhere"):
            raise OSError("no such name")
        return ["127.0.0.1"]


class Site:
    """Answers by path; what it does not know is a 404."""

    def __init__(self):
        self.pages = {}
        self.asked = []
        self.port = 0

    async def handle(self, reader, writer):
        """Serve one connection."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split()[1].decode()
            self.asked.append((path, head.decode("latin-1")))
            writer.write(self.pages.get(path, http(b"no", status=b"404 Not Found")))
            await writer.drain()
        writer.close()

    def paths(self):
        """What was asked, in order."""
        return [path for path, _ in self.asked]


def http(body=b"", *headers, status=b"200 OK"):
    """The bytes of an answer."""
    lines = [b"HTTP/1.1 " + status, *headers, b"Content-Length: %d" % len(body), b"Connection: close"]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@contextlib.asynccontextmanager
async def visiting(**manners):
    site = Site()
    listening = await asyncio.start_server(site.handle, "127.0.0.1", 0)
    site.port = listening.sockets[0].getsockname()[1]
    clock = Clock()
    rules = Manners(**{"allow_private": ("127.0.0.1",), "total_deadline": 3, **manners})
    async with listening, Client(rules, clock, resolver=Loopback()) as client:
        yield site, client, clock, rules


@pytest.fixture
def visit():
    return visiting


@pytest.fixture
def answer():
    return http


@pytest.fixture
def frame():
    return framed


@pytest.fixture
def plain():
    return bare


@pytest.fixture
def text():
    return article
