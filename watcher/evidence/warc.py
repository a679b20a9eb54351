"""Looks as a web archive (WARC 1.1): what was kept of each answer, in the form that archives read."""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from watcher import __version__
from watcher.evidence.places import Content, Sink
from watcher.model import Exchange, Hop, Outcome, Snapshot
from watcher.model.forms import moment, snapshot_form
from watcher.model.snapshot import Further

_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that are true of the bytes as they were sent, and not of the decoded body."""
_KEPT_AS = "X-Archive-Orig-"
_PROFILES = {True: "server-not-modified", False: "identical-payload-digest"}
_NO_ANSWER = frozenset(
    {
        Outcome.REDIRECT_LOOP,
        Outcome.TRUNCATED,
        Outcome.TOO_LARGE,
        Outcome.DECODE_ERROR,
        Outcome.TLS_ERROR,
        Outcome.DNS_ERROR,
        Outcome.CONNECT_ERROR,
        Outcome.TIMEOUT,
        Outcome.REFUSED,
        Outcome.ROBOTS_DISALLOWED,
    }
)
METHOD = (
    "Made from the kept record of each look and its decoded body; no packet was recorded. Content-Encoding and "
    "Transfer-Encoding were removed in decoding and stand as X-Archive-Orig-*, as does the Content-Length of the "
    "wire. Header names are lower-cased, in the order received. Of the status line the code alone was kept: the "
    "version and the reason phrase are filled in. Of a redirect the status, the Location and the address of the "
    "host were kept; of a further page of a list its status and Content-Type. A page that was the same is a "
    "revisit. A look without a whole answer is a metadata record that says why. What somebody "
    "else captured and was imported here is marked by X-Watcher-Captured-By."
)

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Capture:
    """One look with the name of its record."""

    snapshot: Snapshot
    record: str


@dataclass(frozen=True, slots=True)
class _First:
    """Where a body stands in this archive in full."""

    id: str
    url: str
    date: str


def warc(captures: Iterable[Capture], body: Callable[[str], bytes | None], at: datetime, title: str) -> Content:
    """The archive as the content of a file; `body` gives the bytes of a hash, None where they were withdrawn."""

    def write(sink: Sink) -> None:
        archive = _Archive(sink, body)
        archive.say_what_it_is(at, title)
        for capture in captures:
            archive.add(capture)

    return write


class _Archive:
    def __init__(self, sink: Sink, body: Callable[[str], bytes | None]) -> None:
        self._writer = WARCWriter(sink, gzip=True, warc_version="1.1")
        self._body = body
        self._whole: dict[tuple[str, str], _First] = {}

    def say_what_it_is(self, at: datetime, title: str) -> None:
        """The first record: who made this, and how."""
        fields = {
            "software": f"watcher {__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": title,
            "description": METHOD,
        }
        block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        names = {"WARC-Record-ID": _id("warcinfo", title, moment(at)), "WARC-Date": moment(at)}
        self._write("", "warcinfo", names, block)

    def add(self, capture: Capture) -> None:
        """The look with the redirects before it and the further pages behind it."""
        snapshot = capture.snapshot
        for place, hop in enumerate(snapshot.hops):
            self._add_hop(capture, place, hop)
        if snapshot.status is None or snapshot.outcome in _NO_ANSWER:
            self._add_failure(capture)
        else:
            self._add_answer(capture)
        for place, page in enumerate(snapshot.further):
            self._add_further(capture, place, page)

    def _add_hop(self, capture: Capture, place: int, hop: Hop) -> None:
        names = _names(capture, f"hop {place}", hop.ip)
        self._answer(hop.url, names, _status(hop.status, [("location", hop.location)]), b"")

    def _add_failure(self, capture: Capture) -> None:
        block = json.dumps(snapshot_form(capture.snapshot), ensure_ascii=True, indent=1).encode()
        names = _names(capture, "look", capture.snapshot.ip) | {"Content-Type": "application/json"}
        self._write(capture.snapshot.final_url or capture.snapshot.url, "metadata", names, block)

    def _add_answer(self, capture: Capture) -> None:
        snapshot = capture.snapshot
        url = snapshot.final_url or snapshot.url
        names = _names(capture, "look", snapshot.ip) | (_over(snapshot.exchange) if snapshot.exchange else {})
        sha256 = snapshot.body_sha256
        is_unmodified = snapshot.outcome is Outcome.NOT_MODIFIED
        first = self._whole.get((url, sha256)) if sha256 else None
        if first is not None and sha256:
            names |= _revisit(first, sha256, is_unmodified=is_unmodified)
            self._write(url, "revisit", names, None, _status(snapshot.status, snapshot.headers))
            return
        body = self._body(sha256) if sha256 and not is_unmodified else b""
        if body is None or is_unmodified:  # withdrawn, or the body that it confirms is not in this archive
            self._add_failure(capture)
            return
        self._answer(url, names, _status(snapshot.status, _decoded(snapshot.headers, len(body))), body)
        if sha256:
            self._whole[url, sha256] = _First(names["WARC-Record-ID"], url, names["WARC-Date"])

    def _add_further(self, capture: Capture, place: int, page: Further) -> None:
        body = self._body(page.body_sha256) if page.body_sha256 else None
        if body is None or page.status is None:
            return
        headers = [("content-type", page.content_type), ("content-length", str(len(body)))]
        self._answer(page.final_url or page.url, _names(capture, f"page {place}"), _status(page.status, headers), body)

    def _answer(self, url: str, names: Names, http: StatusAndHeaders, body: bytes) -> None:
        self._write(url, "response", names, body, http)

    def _write(
        self, url: str, kind: str, names: Names, block: bytes | None, http: StatusAndHeaders | None = None
    ) -> None:
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                kind,
                payload=None if block is None else BytesIO(block),
                length=None if block is None else len(block),
                warc_headers_dict=dict(names),
                http_headers=http,
            )
        )


def _names(capture: Capture, part: str, ip: str | None = None) -> dict[str, str]:
    snapshot = capture.snapshot
    names = {
        "WARC-Record-ID": _id(snapshot.id, part),
        "WARC-Date": moment(snapshot.started_at),
        "X-Watcher-Snapshot": snapshot.id,
        "X-Watcher-Record": capture.record,
        "X-Watcher-Outcome": snapshot.outcome.value,
    }
    theirs = {"X-Watcher-Captured-By": f"{other.by} {other.address}"} if (other := snapshot.provenance) else {}
    built = {"X-Watcher-Rendered-By": f"{by.by} out of sha256:{by.sha256}"} if (by := snapshot.rendered) else {}
    return names | theirs | built | ({"WARC-IP-Address": ip} if ip else {})


def _over(exchange: Exchange) -> dict[str, str]:
    """Said of the answer alone: the redirects before it may have come over something else."""
    certificates = {"X-Watcher-Certificates": " ".join(exchange.certificates)} if exchange.certificates else {}
    return {"X-Watcher-Asked-By": exchange.asker, "X-Watcher-Came-Over": exchange.way} | certificates


def _revisit(first: _First, sha256: str, *, is_unmodified: bool) -> dict[str, str]:
    return {
        "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{_PROFILES[is_unmodified]}",
        "WARC-Refers-To": first.id,
        "WARC-Refers-To-Target-URI": first.url,
        "WARC-Refers-To-Date": first.date,
        "WARC-Payload-Digest": f"sha256:{sha256}",
    }


def _status(status: int | None, headers: Iterable[tuple[str, str]]) -> Any:
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Status"
    return StatusAndHeaders(f"{status} {phrase}", list(headers), protocol="HTTP/1.1")


def _decoded(headers: Iterable[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    kept = [(f"{_KEPT_AS}{name}" if name in _OF_THE_WIRE else name, value) for name, value in headers]
    return [*kept, ("content-length", str(length))]


def _id(*parts: str) -> str:
    """A name that is the same whenever the archive is made again."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '|'.join(parts))}>"
