"""A server that misbehaves in every way known to us, on bare sockets: no HTTP library could be brought to it."""

import contextlib
import gzip
import io
import random
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable
from functools import cache

import brotli
import zstandard

Way = Callable[[socket.socket, bytes], None]
"""What is done with a connection, given the head of the request."""

GOOD = (
    b"<!doctype html><html lang='en'><head><title>Visits</title></head><body><main><h1>Visits</h1>"
    + b"".join(b"<p>Office %d received %d visits in the year 2018.</p>" % (at, 3000 + at) for at in range(1200))
    + b"</main></body></html>"
)
PAGE = b"Content-Type: text/html; charset=utf-8"


def answer(body: bytes = b"", *headers: bytes, status: bytes = b"200 OK", length: bool = True) -> bytes:
    """An answer of HTTP/1.1."""
    lines = [b"HTTP/1.1 " + status, PAGE, *headers, *([b"Content-Length: %d" % len(body)] if length else [])]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(body: bytes, size: int = 4000) -> bytes:
    """The body in chunks, with the last one."""
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def says(raw: bytes) -> Way:
    """Send these bytes, then hang up."""
    return lambda connection, _: connection.sendall(raw)


def drips(head: bytes, piece: bytes, pause: float = 0.2) -> Way:
    """Send the head, then a piece now and again, for ever."""

    def way(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        while True:
            time.sleep(pause)
            connection.sendall(piece)

    return way


def floods(head: bytes, piece: bytes) -> Way:
    """Send the head, then the piece again and again as fast as it is taken."""

    def way(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return way


def resets(head: bytes) -> Way:
    """Send the head, then break the connection off."""

    def way(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        time.sleep(0.1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return way


def moves(to: bytes, status: bytes = b"302 Found") -> Way:
    """Send the client elsewhere."""
    return says(answer(b"", b"Location: " + to, status=status))


def _squeezed(feed: Callable[[bytes], bytes], end: Callable[[], bytes]) -> bytes:
    """A quarter of a gibibyte of zeros."""
    piece = bytes(1 << 20)
    return b"".join(feed(piece) for _ in range(256)) + end()


@cache
def bombs() -> dict[str, bytes]:
    """Answers of 256 MiB, by the coding that makes them small."""
    gz, bare, framed = (zlib.compressobj(6, zlib.DEFLATED, bits) for bits in (31, -15, 15))
    br, zstd = brotli.Compressor(quality=1, lgwin=18), zstandard.ZstdCompressor(level=1).compressobj()
    gz_bomb = _squeezed(gz.compress, gz.flush)
    coded = {
        "gzip": (b"gzip", gz_bomb),
        "deflate": (b"deflate", _squeezed(bare.compress, bare.flush)),
        "zlib": (b"deflate", _squeezed(framed.compress, framed.flush)),
        "br": (b"br", _squeezed(br.process, br.finish)),
        "zstd": (b"zstd", _squeezed(zstd.compress, zstd.flush)),
        "nested": (b"gzip", gzip.compress(gz_bomb)),
        "twice": (b"gzip, gzip", gzip.compress(gz_bomb)),
        "members": (b"gzip", gzip.compress(b"") * 9000),
        "fat-members": (b"gzip", gzip.compress(bytes(4 << 20)) * 15),
    }
    return {name: answer(body, b"Content-Encoding: " + coding) for name, (coding, body) in coded.items()}


@cache
def codings() -> dict[str, tuple[bytes, bytes]]:
    """The good page in every coding that we ask for: its name on the wire, and the bytes."""
    noisy = b"<!-- " + random.Random(3).randbytes(15_000).hex().encode() + b" -->" + GOOD
    bare = zlib.compressobj(6, zlib.DEFLATED, -15)
    return {
        "plain": (b"", GOOD),
        "gzip": (b"gzip", gzip.compress(noisy)),
        "zlib": (b"deflate", zlib.compress(noisy)),
        "deflate": (b"deflate", bare.compress(noisy) + bare.flush()),
        "br": (b"br", brotli.compress(noisy, quality=5)),
    }


def deep(levels: int = 100_000) -> bytes:
    """A page of nothing but nesting."""
    return b"<!doctype html><title>Deep</title><body>" + b"<div>" * levels + b"bottom of the page"


def unreadable() -> dict[str, bytes]:
    """Pages on which parsers are known to hang or to die."""
    return {
        "deep": deep(),
        "attributes": b"<!doctype html><title>A</title><p "
        + b" ".join(b"a%d=1" % at for at in range(100_000))
        + b">text of the page</p>",
        "paragraphs": b"<!doctype html><title>P</title>" + b"<p>a" * 500_000,
        "ampersands": b"<!doctype html><title>E</title><p>" + b"&" * 5_000_000,
        "tables": b"<!doctype html><title>T</title>" + b"<table><tr><td>" * 20_000 + b"cell",
        "formatting": b"<!doctype html><title>F</title>" + b"<b><i><a href=x>" * 20_000 + b"text",
        "scripts": b"<!doctype html><title>S</title>" + b"<script>" * 100_000 + b"text",
        "comment": b"<!doctype html><title>C</title><p>text</p><!--" + b"-" * 5_000_000,
        "not-a-pdf": b"%PDF-1.7\n" + random.Random(1).randbytes(100_000),
    }


@cache
def ways() -> dict[str, tuple[Way, frozenset[str]]]:
    """Every way to misbehave: what is done, and the outcomes that are right for it."""
    head = b"HTTP/1.1 200 OK\r\n" + PAGE + b"\r\n"
    cut = {
        f"cut-{name}": (says(answer(body[: len(body) // 2], b"Content-Encoding: " + coding, length=False)), "truncated")
        for name, (coding, body) in codings().items()
        if coding
    }
    raw: dict[str, tuple[Way, str]] = {
        **{f"bomb-{name}": (says(bomb), "too_large decode_error") for name, bomb in bombs().items()},
        **cut,
        "cut-length": (says(answer(GOOD)[:-30_000]), "truncated"),
        "cut-chunks": (says(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(GOOD)[:-9]), "truncated"),
        "reset": (resets(answer(GOOD)[:9000]), "truncated"),
        "drip-body": (drips(head + b"Content-Length: 90000\r\n\r\n", b"x"), "timeout"),
        "drip-chunks": (drips(head + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), "timeout"),
        "drip-head": (drips(head, b"X-A: 1\r\n"), "timeout connect_error"),
        "stall-head": (drips(b"", b"", 1), "timeout"),
        "stall-body": (drips(head + b"Content-Length: 9\r\n\r\n<p>", b"", 1), "timeout"),
        "interim-drip": (drips(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), "timeout"),
        "interim-flood": (floods(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500), "timeout connect_error too_large"),
        "endless": (floods(head + b"\r\n", b"x" * 65536), "too_large timeout"),
        "header-endless": (floods(head, b"X-A: " + b"a" * 60_000 + b"\r\n"), "connect_error too_large timeout"),
        "header-long": (says(head + b"X-A: " + b"a" * 900_000 + b"\r\n\r\n"), "connect_error too_large"),
        "header-many": (says(head + b"X-A: a\r\n" * 50_000 + b"\r\n"), "connect_error too_large"),
        "lengths-conflict": (says(head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"), "connect_error"),
        "lengths-twice": (
            says(head + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
            "connect_error ok error_page",
        ),
        "length-and-chunks": (
            says(head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            "connect_error",
        ),
        "length-negative": (says(head + b"Content-Length: -5\r\n\r\nhello"), "connect_error"),
        "length-vast": (says(head + b"Content-Length: " + b"9" * 400 + b"\r\n\r\nhello"), "connect_error too_large"),
        "chunk-bad": (says(head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"), "truncated connect_error"),
        "header-nul": (says(head + b"X-A: a\x00b\r\n\r\nhello"), "connect_error"),
        "header-latin": (says(answer(GOOD, b"X-Caf\xe9: \xe9")), "ok connect_error"),
        "http-0.9": (says(b"<html>hello</html>"), "connect_error"),
        "no-http": (says(b"220 mail.test ESMTP\r\n"), "connect_error"),
        "status-999": (says(answer(b"no", status=b"999 Request denied")), "blocked error_page"),
        "status-99": (says(answer(b"no", status=b"99 X")), "connect_error error_page"),
        "hangs-up": (says(b""), "connect_error"),
        "location-empty": (moves(b""), "error_page"),
        "location-invalid": (moves(b"http://[::1/"), "error_page refused"),
        "loop": (moves(b"/loop"), "redirect_loop"),
        "to-metadata": (moves(b"http://169.254.169.254/latest/meta-data/"), "refused"),
        "to-loopback": (moves(b"http://[::1]:9/"), "refused"),
        "to-decimal": (moves(b"http://2130706433:9/"), "refused"),
        "to-file": (moves(b"file:///etc/passwd"), "refused"),
        "to-script": (moves(b"javascript:alert(1)"), "refused"),
        "to-mail-port": (moves(b"http://8.8.8.8:25/"), "refused"),
        "always-304": (says(b"HTTP/1.1 304 Not Modified\r\n\r\n"), "error_page"),
        "surrogates": (
            says(answer(GOOD[:-14] + "<p>\ud800 nul \x00 \u202eevil".encode("utf-8", "surrogatepass"))),
            "ok",
        ),
    }
    return {name: (way, frozenset(outcomes.split())) for name, (way, outcomes) in raw.items()}


class HostileServer:
    """Listens on the loopback; what it does at a path is told it."""

    def __init__(self, at: dict[str, Way], host: str = "127.0.0.1") -> None:
        self.at = at
        self.host = host
        self.heads: list[bytes] = []
        self.talks: Callable[[socket.socket], None] | None = None
        """What is done with a connection where it is not HTTP that is spoken."""
        self._listening = socket.create_server((host, 0), backlog=512)
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str) -> str:
        """The address at which the server misbehaves so."""
        return f"http://{self.host}:{self.port}/{path}"

    def close(self) -> None:
        """Listen no more."""
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            if self.talks:
                return self.talks(connection)
            head = _head(connection)
            self.heads.append(head)
            path = head.split(b" ")[1].decode("latin-1").strip("/") if head else ""
            way = self.at.get(path) or self.at.get(path.partition("/")[0])
            (way or says(answer(b"nothing", status=b"404 Not Found")))(connection, head)
            connection.shutdown(socket.SHUT_WR)
            return None


def _head(connection: socket.socket) -> bytes:
    read = io.BytesIO()
    while not read.getvalue().endswith(b"\r\n\r\n"):
        piece = connection.recv(65536)
        if not piece:
            break
        read.write(piece)
    return read.getvalue()
