"""A web archive on loopback that lists and gives out its captures as the Wayback Machine does."""

import json
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class WebArchive:
    """Captures that a test lays down; `busy` is how many questions it first refuses."""

    def __init__(self) -> None:
        self.captures: dict[tuple[str, str], bytes] = {}
        self.asked: list[str] = []
        self.busy = 0
        self.moved: set[str] = set()
        """Stamps that are sent on to another capture."""
        self.saved: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._answering())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def holds(self, stamp: str, url: str, body: str | bytes) -> None:
        """It captured that page then."""
        self.captures[stamp, url] = body if isinstance(body, bytes) else body.encode()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _rows(self, query: dict[str, list[str]]) -> list[list[str]]:
        since, until = query.get("from", ["0"])[0], query.get("to", ["9"])[0] + "9" * 14
        rows = [
            [stamp, url, "200"]
            for stamp, url in sorted(self.captures)
            if url == query["url"][0] and since <= stamp <= until
        ]
        return [["timestamp", "original", "statuscode"], *rows[: int(query.get("limit", ["99999"])[0])]]

    def _capture(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        """What stands at the address of a capture."""
        stamp, url = path.removeprefix("/web/")[:14], path.partition("id_/")[2]
        if stamp in self.moved:
            return 302, b"", {"Location": f"{self.url}/web/19990101000000id_/{url}"}
        body = self.captures.get((stamp, url))
        if body is None:
            return 404, b"no such capture", {}
        at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return 200, body, {"Memento-Datetime": format_datetime(at, usegmt=True), "x-archive-orig-etag": '"old"'}

    def _answering(self) -> type[BaseHTTPRequestHandler]:
        archive = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                archive.asked.append(self.path)
                path, _, query = self.path.partition("?")
                if archive.busy:
                    archive.busy -= 1
                    return self._say(429, b"busy", **{"Retry-After": "30"})
                if path == "/cdx/search/cdx":
                    return self._say(200, json.dumps(archive._rows(parse_qs(query))).encode())
                if path.startswith("/save/"):
                    url = self.path.removeprefix("/save/")
                    archive.saved.append(url)
                    return self._say(302, b"", Location=f"{archive.url}/web/20261121120000/{url}")
                if path.startswith("/web/20261121120000/"):
                    return self._say(200, b"<p>saved</p>")
                status, content, headers = archive._capture(self.path)
                return self._say(status, content, **headers)

            def _say(self, status: int, body: bytes, **headers: str) -> None:
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        return Answer
