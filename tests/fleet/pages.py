"""Several small web sites on addresses of the loopback, whose pages a test sets by hand."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Listener(ThreadingHTTPServer):
    """Does not mind a client that is killed in the middle of its request."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of any other fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Sites:
    """Hosts 127.0.0.1, 127.0.0.2 and so on, all on one port."""

    def __init__(self, hosts: int) -> None:
        self.pages: dict[str, bytes] = {}
        """By address, without the scheme."""
        self.asked: list[str] = []
        self.slow = 0.0
        """Seconds before a page is answered."""
        self.most_at_once: Counter[str] = Counter()
        """By host: how many were being answered at one time."""
        self._at_once: Counter[str] = Counter()
        self._lock = threading.Lock()
        sites = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                address = f"{self.headers['Host']}{self.path}"
                sites.asked.append(address)
                with sites._answering(self.headers["Host"]):
                    time.sleep(sites.slow)
                body = sites.pages.get(address)
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        first = Listener(("127.0.0.1", 0), Answer)
        self.port = int(first.server_address[1])
        self._servers = [first, *(Listener((f"127.0.0.{at}", self.port), Answer) for at in range(2, hosts + 1))]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @contextmanager
    def _answering(self, host: str) -> Iterator[None]:
        with self._lock:
            self._at_once[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self._at_once[host])
        try:
            yield
        finally:
            with self._lock:
                self._at_once[host] -= 1

    def shows(self, host: int, path: str, body: str) -> str:
        """Let that host answer so from now on; returns the address."""
        address = f"127.0.0.{host}:{self.port}{path}"
        self.pages[address] = body.encode()
        return f"http://{address}"

    def close(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
