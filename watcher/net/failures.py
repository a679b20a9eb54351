"""What went wrong, in our own words, when the HTTP library says so in its own."""

import ssl

import aiohttp
import httpx

from watcher.errors import (
    ConnectFailed,
    FetchError,
    NameUnknown,
    Refused,
    TimedOut,
    TlsFailed,
    Truncated,
)
from watcher.text import shorten, visible

LIBRARY = (httpx.InvalidURL, aiohttp.ClientError, OSError, ssl.SSLError, EOFError)
"""What the library raises for something that a site or the way to it does."""

_Words = tuple[type[BaseException] | tuple[type[BaseException], ...], type[FetchError], str]

_MEANINGS: tuple[_Words, ...] = (
    (aiohttp.InvalidURL, Refused, "the address is none that can be asked; correct it in sources.yaml"),
    (aiohttp.ClientConnectorDNSError, NameUnknown, "the name does not resolve; is it spelt right, is DNS up?"),
    (
        (aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError),
        TlsFailed,
        "no trusted TLS connection; nothing was sent. Look at the site's certificate in a browser",
    ),
    (TimeoutError, TimedOut, "no byte came for too long; it is tried again later"),
    (aiohttp.ClientPayloadError, Truncated, "the answer broke off before its end; it is tried again later"),
    (aiohttp.ClientResponseError, ConnectFailed, "what answered does not speak HTTP as it should"),
    (aiohttp.ServerDisconnectedError, ConnectFailed, "the server hung up without an answer; it is tried again later"),
)


def foreseen(error: BaseException, name: str) -> FetchError:
    """Our own error for one of the library's, saying what failed, where and the way out.

    `name` is what the address is called in the message.
    """
    if isinstance(error, FetchError):
        return error
    if _hung_up_in_handshake(error):
        return TlsFailed(_sentence(name, "the server hung up before TLS came about; nothing was sent", error), url=name)
    for library, ours, words in _MEANINGS:
        if isinstance(error, library):
            return ours(_sentence(name, words, error), url=name)
    return ConnectFailed(_sentence(name, "no connection; it is tried again later", error), url=name)


def _hung_up_in_handshake(error: BaseException) -> bool:
    # A failed TCP connection has an error number; asyncio's TLS layer raises its errors without one.
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else None
    return isinstance(inner, ConnectionError) and inner.errno is None


def _sentence(name: str, words: str, error: BaseException) -> str:
    told = shorten(visible(_told(error)), 200) or type(error).__name__
    return f"{visible(shorten(name, 200))}: {words} ({told})"


def _told(error: BaseException) -> str:
    """What the library says, as far as it does not repeat the address: that may be a secret."""
    if isinstance(error, aiohttp.ClientResponseError):
        return error.message
    return "" if isinstance(error, aiohttp.InvalidURL) else str(error)
