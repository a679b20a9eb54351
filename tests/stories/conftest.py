"""A site that tells what it is told to, and a bot that is driven by its command line alone."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Page:
    """What the site answers at one address."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Listener(ThreadingHTTPServer):
    """Does not mind a client that is killed in the middle of its request.

    Its threads may outlive a test; what they print or raise then ends a pytest worker in an internal error.
    """

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of any other fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Site:
    """A web site on loopback whose pages a test sets by hand."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.slow = 0.0
        """Seconds before a page is answered; closing the site ends the wait."""
        self._closing = threading.Event()
        site = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                if site.slow and site._closing.wait(site.slow if self.path != "/robots.txt" else 0):
                    return
                page = site.pages.get(self.path, Page(b"nothing here", 404))
                if page.headers.get("ETag") and self.headers.get("If-None-Match") == page.headers["ETag"]:
                    page = Page(b"", 304)
                self.send_response(page.status)
                headers = {"Content-Type": "text/html; charset=utf-8"} | page.headers
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                site.posts.append((self.path, dict(self.headers), self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        self._server = Listener(("127.0.0.1", 0), Answer)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def shows(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        """Let the site answer so from now on; returns the address."""
        raw = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = Page(raw, status, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.url(path)

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one object that it is."""
        return json.loads(self.out)


class Round:
    """What `check --json` told."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.form = said.json
        self.code = said.code
        self.counts = self.form["counts"]

    @property
    def kinds(self) -> list[str]:
        """Every kind of finding told, in order."""
        return [finding["kind"] for source in self.form["sources"] for finding in source["findings"]]

    @property
    def loud(self) -> list[str]:
        """Every kind of finding above noise."""
        return [one["kind"] for one in self.findings if one["severity"] != "noise"]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Every finding told."""
        return [finding for source in self.form["sources"] for finding in source["findings"]]

    def source(self, source_id: str) -> dict[str, Any]:
        """What came of one source."""
        return next(source for source in self.form["sources"] if source["id"] == source_id)


class Bot:
    """watcher, called as a person or a script calls it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def writes(self, sources: str, watcher: str = "") -> None:
        """Lay down the configuration."""
        (self.home / "sources.yaml").write_text(sources, encoding="utf-8")
        (self.home / "watcher.yaml").write_text(watcher or LOCAL, encoding="utf-8")

    def watches(self, *urls: str, watcher: str = "", **keys: str) -> None:
        """Watch these addresses with ids page-1, page-2 and so on."""
        more = "".join(f", {name}: {value}" for name, value in keys.items())
        lines = [f"  - {{id: page-{at}, url: '{url}'{more}}}" for at, url in enumerate(urls, 1)]
        self.writes("version: 1\nsources:\n" + "\n".join(lines) + "\n", watcher)

    def start(self, *arguments: str, **environ: str) -> "subprocess.Popen[str]":
        """Start a command and let it run."""
        return _started(*arguments, "--config", str(self.home), **environ)

    def says(self, *arguments: str, **environ: str) -> Said:
        """Run a command to its end."""
        return _end(self.start(*arguments, **environ))

    def asks(self, *arguments: str) -> Said:
        """Run a command that needs no configuration to its end."""
        return _end(_started(*arguments))

    def checks(self, *arguments: str) -> Round:
        """One round, as JSON; a traceback fails the test."""
        said = self.says("check", "--json", *arguments)
        assert "Traceback" not in said.err, said.err
        assert said.out, said.err
        return Round(said)

    def mails(self) -> list[Message]:
        """What lies in the mailbox."""
        return [message_from_bytes(path.read_bytes()) for path in sorted((self.home / "mail").glob("new/*"))]


def _started(*arguments: str, **environ: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "watcher", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environ},
    )


def _end(process: "subprocess.Popen[str]") -> Said:
    out, err = process.communicate(timeout=100)
    return Said(process.returncode, out, err)


LOCAL = """
version: 1
fetch:
  contact: "https://example.org/bot"
  per_host: {concurrency: 4, gap: 0s}
  allow_private: [127.0.0.1/32]
  total_deadline: 5s
channels:
  box: {type: mailbox, path: ./mail}
subscriptions:
  - {name: all, channel: box, min_severity: low, cadence: at-once}
"""


@pytest.fixture
def site():
    """A site on loopback."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    """A watcher in an empty folder."""
    return Bot(tmp_path)


@pytest.fixture
def frame():
    """Makes a small page in the template of a federal site."""
    return _frame


def _frame(content: str, *, title: str = "A page", updated: str = "01/05/2026", token: str = "x") -> str:
    """A small page in the template of a federal site."""
    return f"""<!doctype html><html lang="en"><head><title>{title} | Homeland Security</title></head><body>
<section class="usa-banner" aria-label="Official website of the United States government">
<p>An official website</p></section>
<header role="banner"><nav><a href="/">Home</a></nav></header>
<main id="main-content"><h1>{title}</h1>
<form><input type="hidden" name="form_build_id" value="form-{token}"></form>
{content}
<div id="block-lastupdated" class="last-updated"><span>Last Updated:</span> {updated}</div></main>
<footer role="contentinfo">Footer</footer></body></html>"""
