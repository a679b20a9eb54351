"""Everything we raise on purpose.

* WatcherError
  x ConfigurationError          sources.yaml or watcher.yaml; carries every mistake at once
    + SecretMissing             a ${file:...} or ${env:...} that cannot be read
  x NotKnown                    a reference that names no source, version, snapshot or change
  x FetchError                  no answer that could be kept; knows its outcome
    + Refused                   the guard said no before any byte left
    + NameUnknown               the host name does not resolve
    + TlsFailed
    + ConnectFailed
    + TimedOut
    + Truncated
    + TooLarge
    + Undecodable
    + RedirectLoop
    + NotRendered               a page that its scripts should have built could not be built
  x StoreError                  the vault or the database cannot be used
    + StoreLocked               another run holds it
    + StoreNewer                written by a later release
    + StoreBroken               a durable write failed; nothing more is written
    + Withdrawn                 a body that was withdrawn by law; says when, by whom and why
  x ArchiveRefused              a web archive's file that cannot be, or must not be, taken over
  x DeliveryError               a notifier could not hand over a message
  x ReadingFailed               a page that our reader died on

A class exists because somebody handles it differently. Each has a stable code that log lines and
help pages use; the message names the thing, the place and the way out.
"""

from collections.abc import Sequence
from typing import Any


class WatcherError(Exception):
    """Something we foresaw went wrong."""

    code = "E_WATCHER"
    exit_code = 1


class ConfigurationError(WatcherError):
    """The configuration has mistakes; `problems` holds every one of them."""

    code = "E_CONFIG"
    exit_code = 2

    def __init__(self, problems: Sequence[object]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class SecretMissing(WatcherError):
    """A secret named in watcher.yaml cannot be read."""

    code = "E_SECRET"
    exit_code = 12


class NotKnown(WatcherError):
    """A reference names nothing that we have."""

    code = "E_NOT_KNOWN"
    exit_code = 2


class FetchError(WatcherError):
    """A look got no answer that could be kept.

    `sent`: the whole request body was handed over, so that the other side may have acted on it.
    `trail`: how far the look had come, a `watcher.net.Trail`; None when the failure came before any look.
    """

    code = "E_FETCH"
    outcome = "connect_error"

    def __init__(self, message: str, *, url: str = "", sent: bool = False) -> None:
        super().__init__(message)
        self.url = url
        self.sent = sent
        self.trail: Any = None


class Refused(FetchError):
    """The guard refused the address before any byte left."""

    code = "E_SSRF_BLOCKED"
    outcome = "refused"


class NameUnknown(FetchError):
    """The host name does not resolve."""

    code = "E_DNS"
    outcome = "dns_error"


class TlsFailed(FetchError):
    """No trusted TLS connection came about."""

    code = "E_TLS"
    outcome = "tls_error"


class ConnectFailed(FetchError):
    """No connection, or not HTTP at its other end."""

    code = "E_CONNECT"
    outcome = "connect_error"


class TimedOut(FetchError):
    """The whole answer did not come within the deadline."""

    code = "E_TIMEOUT"
    outcome = "timeout"


class Truncated(FetchError):
    """The answer ended before its end."""

    code = "E_TRUNCATED"
    outcome = "truncated"


class TooLarge(FetchError):
    """The answer is larger than we take."""

    code = "E_TOO_LARGE"
    outcome = "too_large"


class Undecodable(FetchError):
    """The answer's content coding is broken or unknown."""

    code = "E_DECODE"
    outcome = "decode_error"


class RedirectLoop(FetchError):
    """Redirects that go round, or go on for too long."""

    code = "E_REDIRECTS"
    outcome = "redirect_loop"


class NotRendered(FetchError):
    """The page answered, but what its scripts make of it could not be had: no browser, or one that died on it."""

    code = "E_RENDER"
    outcome = "unreadable"


class StoreError(WatcherError):
    """The vault or the database cannot be used."""

    code = "E_STORE"
    exit_code = 7


class StoreLocked(StoreError):
    """Another run holds the store."""

    code = "E_LOCKED"
    exit_code = 11


class StoreNewer(StoreError):
    """The store was written by a later release."""

    code = "E_NEWER"


class StoreBroken(StoreError):
    """A durable write failed; nothing more is written until a person looks."""

    code = "E_BROKEN"


class Withdrawn(StoreError):
    """A body that is kept no more, because somebody withdrew it."""

    code = "E_WITHDRAWN"
    exit_code = 2


class ArchiveRefused(WatcherError):
    """A web archive's file cannot be taken over; nothing of it was kept."""

    code = "E_ARCHIVE"
    exit_code = 2


class DeliveryError(WatcherError):
    """A message was not handed over.

    `permanent`: trying again cannot help. `uncertain`: it may have arrived all the same.
    `retry_after`: seconds the other side asked us to wait.
    """

    code = "E_DELIVERY"
    exit_code = 5

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.uncertain = uncertain
        self.retry_after = retry_after


class ReadingFailed(WatcherError):
    """Our reader hung, died or ran out of memory on a page."""

    code = "E_READING"
