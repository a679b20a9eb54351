"""A visitor who asks the demo's site as a browser would."""

import http.client
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from watcher.demo import Site
from watcher.demo.render import PAGES


class Visitor:
    """Asks the site at one port, naming hosts as a browser would."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one answer."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", parts.path, headers={"Host": parts.netloc, **sent})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def page(self, source_id: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """The same for a watched page."""
        return self.get(PAGES[source_id].url(self.port), **headers)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site.port)


@pytest.fixture
def visit() -> Callable[[int], Visitor]:
    return Visitor
