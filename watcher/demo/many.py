"""Any number of government-like pages of about 74 kB that differ in their tokens from one answer to the next."""

import re
import zlib
from collections.abc import Sequence
from struct import pack

from watcher.demo import menus
from watcher.demo.noise import Noise
from watcher.demo.render import render_other
from watcher.demo.server import Reply, Request, Server

_MARK = re.compile(rb"~~(\w+)~~")
_SENTENCES = (
    "Officers read the file of each person before they decide which step to take.",
    "A field office may publish figures of its own once the national figures are out.",
    "The agreement names the jail, the number of trained officers and who supervises them.",
    "Requests that arrive after the end of the quarter are counted in the next one.",
    "Nothing in this notice changes what a court has ordered in a single case.",
    "Advocates and service groups are heard four times a year in every region.",
)


class _Marks(Noise):
    """Marks where an answer's tokens go."""

    def dom(self) -> str:
        """The place of 64 hex digits."""
        return "~~dom~~"

    def build(self) -> str:
        """The place of 43 characters; cut to 22 by none."""
        return "~~build~~"

    def nonce(self) -> str:
        """The place of a nonce."""
        return "~~nonce~~"


class ManyPages:
    """`count` pages spread over `hosts`; rendered once, then spliced, so that serving them costs little."""

    def __init__(self, count: int, hosts: Sequence[str], *, compressed: bool = False) -> None:
        self.count = count
        self.hosts = tuple(hosts)
        self._changed = 0
        self._compressed = compressed
        self._server = Server(self.answer, _loopback(self.hosts))
        self._pieces = _pieces(compressed)

    def start(self) -> int:
        """Begin to listen; returns the port."""
        return self._server.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.stop()

    @property
    def asked(self) -> int:
        """How many requests have come."""
        return self._server.asked

    def urls(self, port: int) -> list[str]:
        """The addresses of all pages, hosts by turns."""
        return [f"http://{self.hosts[number % len(self.hosts)]}:{port}/page/{number}" for number in range(self.count)]

    def change(self, fraction: float) -> int:
        """Alter one sentence on this part of the pages (0 to 1) from now on; returns on how many."""
        self._changed = round(self.count * fraction)
        return self._changed

    def answer(self, request: Request) -> Reply:
        """One page with fresh tokens; 404 beyond the last."""
        _, _, last = request.target.partition("/page/")
        if not last.isdigit() or int(last) >= self.count:
            return Reply(b"<title>Page not found</title><h1>Page not found</h1>", 404)
        fill = self._fill(int(last))
        if not self._compressed:
            return Reply(b"".join(fill.get(name, b"") + plain for name, plain, _ in self._pieces))
        return Reply(_gzip(self._pieces, fill), headers=(("Content-Encoding", "gzip"),))

    def _fill(self, number: int) -> dict[bytes, bytes]:
        noise = Noise(f"{number} {self._server.asked}")
        figure = 1_000 + number + (500 if number < self._changed else 0)
        return {
            b"dom": noise.dom().encode(),
            b"build": noise.build().encode(),
            b"nonce": noise.nonce().encode(),
            b"number": b"%d" % number,
            b"figure": f"{figure:,}".encode(),
        }


def _loopback(hosts: Sequence[str]) -> Sequence[str]:
    """Where to listen: on the hosts that are loopback addresses, else on 127.0.0.1 for all names."""
    return [host for host in hosts if host.startswith("127.")] or ["127.0.0.1"]


Piece = tuple[bytes, bytes, bytes]
"""(name of the token in front, bytes, the same bytes as deflate blocks that stand alone)."""


def _pieces(compressed: bool) -> tuple[Piece, ...]:
    body = render_other("many.html", _Marks("", ""), "http://many.test/page/~~number~~", menus.ICE).replace(
        b"~~sentences~~", " ".join(_SENTENCES).encode()
    )
    parts = _MARK.split(body)
    names = [b"", *parts[1::2]]
    return tuple(
        (name, plain, _blocks(plain, 9) if compressed else b"") for name, plain in zip(names, parts[::2], strict=True)
    )


def _blocks(plain: bytes, level: int) -> bytes:
    """Deflate blocks that lean on nothing before them."""
    coder = zlib.compressobj(level, wbits=-15)
    return coder.compress(plain) + coder.flush(zlib.Z_FULL_FLUSH)


def _gzip(pieces: Sequence[Piece], fill: dict[bytes, bytes]) -> bytes:
    """One gzip stream of blocks made beforehand and stored tokens between them (RFC 1951 §3.2.4, RFC 1952)."""
    out = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    checksum = size = 0
    for name, plain, blocks in pieces:
        token = fill.get(name, b"")
        if token:
            out.append(b"\x00" + pack("<HH", len(token), len(token) ^ 0xFFFF) + token)
        out.append(blocks)
        checksum = zlib.crc32(plain, zlib.crc32(token, checksum))
        size += len(token) + len(plain)
    return b"".join((*out, b"\x01\x00\x00\xff\xff", pack("<II", checksum, size)))
