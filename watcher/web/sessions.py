"""Who has shown the operator's token, or is known to the proxy; for how long that counts."""

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers

COOKIE = "watcher_session"
OPERATOR = "operator"
_SECONDS = 12 * 3600.0
_TRIES, _PER_SECONDS = 5, 60.0


class Sessions:
    """The sessions of one running server; all of them end with it."""

    def __init__(self, token: str, monotonic: Callable[[], float]) -> None:
        self._token = token
        self._now = monotonic
        self._open: dict[str, tuple[float, str]] = {}
        self._tries: deque[float] = deque(maxlen=_TRIES)
        self._key = secrets.token_bytes(32)

    @property
    def wait(self) -> float:
        """Seconds until a token is looked at again: five wrong ones in a minute are enough; 0: now."""
        full = len(self._tries) == _TRIES
        return max(0.0, self._tries[0] + _PER_SECONDS - self._now()) if full else 0.0

    def is_token(self, said: str) -> bool:
        """Whether that is the operator's token."""
        return hmac.compare_digest(said.encode("utf-8", "surrogatepass"), self._token.encode())

    def open(self, token: str) -> str | None:
        """A new session for who knows the token; None for who does not, or has to wait."""
        if self.wait:
            return None
        if not self.is_token(token):
            self._tries.append(self._now())
            return None
        return self._begin(secrets.token_urlsafe(32), OPERATOR)

    def of(self, user: str) -> str:
        """The session of a user whom the proxy knows; the same each time."""
        session = hmac.new(self._key, f"user {user}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return self._begin(session, user)

    def holds(self, session: str) -> bool:
        """Whether that session is open."""
        return self._open.get(session, (0.0, ""))[0] > self._now()

    def name(self, session: str) -> str:
        """Who it is; empty where it is not open."""
        return self._open[session][1] if self.holds(session) else ""

    def close(self, session: str) -> None:
        """The session is over."""
        self._open.pop(session, None)

    def mark(self, session: str) -> str:
        """What a form of ours carries, so that no other site can send it in this session's name."""
        return hmac.new(self._key, session.encode(), hashlib.sha256).hexdigest()

    def is_marked(self, session: str, mark: str) -> bool:
        """Whether a form was made for that session."""
        return hmac.compare_digest(self.mark(session).encode(), mark.encode("utf-8", "surrogatepass"))

    def _begin(self, session: str, name: str) -> str:
        now = self._now()
        self._open = {known: one for known, one in self._open.items() if one[0] > now}
        self._open[session] = now + _SECONDS, name
        return session


def session_of(headers: Headers) -> str:
    """The session that the browser names; empty: none."""
    cookie = SimpleCookie()
    try:
        cookie.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""
