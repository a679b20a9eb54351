"""A site on the loopback whose pages are built by scripts, a trap beside it, and the window that shows them."""

import asyncio
import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from watcher.model import Manners, Source
from watcher.net import Client
from watcher.render import Bounds, Window
from watcher.render.programs import missing
from watcher.wiring.clock import RealClock

PAGE = "page.test"


class Site(ThreadingHTTPServer):
    """Answers what it was told to, and remembers what it was asked for."""

    daemon_threads = True

    def __init__(self):
        self.says = {}
        self.asked = []
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self):
        """The next connection."""
        connection, address = super().get_request()
        self.asked.append("(connection)")
        return connection, address

    def handle_error(self, request, client_address):
        """Who hangs up may."""

    @property
    def port(self):
        """Where it listens."""
        return self.server_address[1]

    def url(self, path="/", host=PAGE):
        """An address of it."""
        return f"http://{host}:{self.port}{path}"

    def paths(self):
        """What it was asked for, connections aside."""
        return [one for one in self.asked if one != "(connection)"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        kind, body = self.server.says.get(self.path, ("text/html", None))
        if callable(body):
            body = body(self)
        status = 200 if body is not None else 404
        if isinstance(body, tuple):
            status, location = body
            body = b""
        content = body.encode() if isinstance(body, str) else body or b"no"
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if status == 302:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 - as the library calls it

    def log_message(self, *_):
        pass


class Names:
    """Every name there is lies on the loopback."""

    async def resolve(self, host):
        """Its addresses."""
        return ["127.0.0.1"]


class Viewer:
    """Asks and shows, as a look does."""

    def __init__(self, window, manners):
        self.window = window
        self.manners = manners

    async def show(self, url, **said):
        """The page as its scripts build it, in words."""
        async with Client(self.manners, RealClock(), resolver=Names()) as client:
            answer = await client.get(url)
        dom, by = await self.window.render(answer, Source("page", url, render="browser", **said))
        assert by.startswith("Chromium ")
        return dom.decode("utf-8-sig")


@pytest.fixture
def site():
    """The page's own site."""
    with Site() as serving:
        yield serving
        serving.shutdown()


@pytest.fixture
def trap():
    """Another server on the loopback, which nobody may ever connect to."""
    with Site() as serving:
        yield serving
        serving.shutdown()


@pytest.fixture
def shown():
    """Shows one page after the other in one window: `shown(*pages)`; what fails comes back as the error."""
    if why := missing():
        pytest.skip(why)

    def show(*urls, deadline=60.0, allow=(), **said):
        bounds = Bounds(
            **{"silence": 1.5} | {name: said.pop(name) for name in ("memory", "characters", "silence") if name in said}
        )
        manners = Manners(allow_private=(PAGE, *allow), total_deadline=deadline)

        async def story():
            came = []
            async with Window(manners, Names(), bounds) as window:
                viewer = Viewer(window, manners)
                for url in urls:
                    try:
                        came.append(await viewer.show(url, **said))
                    except Exception as error:  # noqa: BLE001 - the test looks at it
                        came.append(error)
            return came

        return asyncio.run(story())

    return show
