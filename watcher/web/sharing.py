"""Links that let somebody read one address without a log-in: signed, expiring, good for nothing else."""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from watcher.model import Configuration
from watcher.store.opening import key_file
from watcher.wiring.secret import secret

_FORM = "%Y%m%dT%H%MZ"
_LENGTH = 43
_POINT = r"(?:v[1-9]\d{0,8}|\d{8}T\d{6}\.\d{3}Z)"
_SHAREABLE = re.compile(
    r"/c/[0-9a-f]{12}(?:/exhibit(?:\.zip|\.pdf)?)?"
    rf"|/sources/[^/]+/{_POINT}(?:/(?:raw|text|headers|render))?"
    r"|(?:/(?:sources|tags)/[^/]+)?/feed\.atom"
    r"|/(?:inbox|digests|deliveries)\.atom"
    r"|/metrics"
    r"|/api/v1/"
)


class Shares:
    """Makes such links, and knows them again, by a secret that no copy of the vault holds."""

    def __init__(self, key: str, now: Callable[[], datetime]) -> None:
        self._key = key.encode()
        self._now = now

    def ticket(self, path: str, until: datetime) -> str:
        """What opens that path until then, to the minute."""
        end = f"{until.astimezone(UTC):{_FORM}}"
        return f"{end}.{self._mark(path, end)}"

    def link(self, path: str, until: datetime) -> str:
        """The path with what opens it."""
        return f"{path}?{urlencode({'share': self.ticket(path, until)})}"

    def admits(self, path: str, ticket: str) -> bool:
        """Whether the ticket opens exactly that path, or is one for the API and the path lies in it."""
        end, _, mark = ticket.partition(".")
        api = "/api/v1/"
        opened = [path, api] if path.startswith(api) else [path]
        said = mark.encode("utf-8", "surrogatepass")
        is_ours = any(hmac.compare_digest(said, self._mark(one, end).encode()) for one in opened)
        return is_ours and self._now() < datetime.strptime(end, _FORM).replace(tzinfo=UTC)

    def _mark(self, path: str, end: str) -> str:
        said = f"{end}\n{path}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()[:_LENGTH]


def shares(configuration: Configuration, now: Callable[[], datetime]) -> Shares:
    """Those of an installation; their secret lies beside the database, and without it every link is void."""
    beside = key_file(Path(configuration.vault), configuration.database)
    return Shares(secret(beside.with_suffix(".share")), now)


def is_shareable(path: str) -> bool:
    """Whether a link may open that path: a change, its exhibit, a look, a feed, the figures, the API as a whole."""
    return _SHAREABLE.fullmatch(path) is not None
