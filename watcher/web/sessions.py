"""Who has shown the operator's token, for how long that counts."""

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable

COOKIE = "watcher_session"
_SECONDS = 12 * 3600.0
_TRIES, _PER_SECONDS = 5, 60.0


class Sessions:
    """The sessions of one running server; all of them end with it."""

    def __init__(self, token: str, monotonic: Callable[[], float]) -> None:
        self._token = token
        self._now = monotonic
        self._until: dict[str, float] = {}
        self._tries: deque[float] = deque(maxlen=_TRIES)
        self._key = secrets.token_bytes(32)

    def open(self, token: str) -> str | None:
        """A new session for who knows the token; None for who does not, or for the sixth try in a minute."""
        now = self._now()
        if len(self._tries) == _TRIES and now - self._tries[0] < _PER_SECONDS:
            return None
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            self._tries.append(now)
            return None
        session = secrets.token_urlsafe(32)
        self._until[session] = now + _SECONDS
        return session

    def holds(self, session: str) -> bool:
        """Whether that session is open."""
        return self._until.get(session, 0.0) > self._now()

    def close(self, session: str) -> None:
        """The session is over."""
        self._until.pop(session, None)

    def mark(self, session: str) -> str:
        """What a form of ours carries, so that no other site can send it in this session's name."""
        return hmac.new(self._key, session.encode(), hashlib.sha256).hexdigest()

    def is_marked(self, session: str, mark: str) -> bool:
        """Whether a form was made for that session."""
        return hmac.compare_digest(self.mark(session), mark)
