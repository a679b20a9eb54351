"""Which addresses may be asked at all, each in one spelling.

The checks stand on what the client will really parse: the URL that comes out is the one that is asked.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

import httpx

from watcher.errors import Refused
from watcher.text import shorten, tidy, visible

_LONGEST = 2048
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z")
_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=4096)
def canonical(url: str, name: str = "") -> httpx.URL:
    """The address as it is asked: checked, host in ASCII and lower case, without fragment; raises Refused.

    `name` is what messages call it where the address itself is a secret.

    >>> str(canonical("HTTPS://WWW.ICE.gov.:443/a b".replace(" ", "%20") + "#top"))
    'https://www.ice.gov/a%20b'
    """
    if len(url) > _LONGEST:
        raise _refused(name or url, f"it is longer than {_LONGEST} characters")
    if _UNFIT.search(url):
        raise _refused(name or url, "it holds white space, a control character or a backslash")
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise _refused(name or url, "it cannot be parsed") from error
    host = _checked(name or url, parsed)
    # Nearly all are written as they are asked, and to make an address anew takes as long as to parse it.
    is_plain = str(parsed) == url and host == parsed.raw_host.decode("ascii") and "#" not in url
    return parsed if is_plain else parsed.copy_with(host=host, fragment=None)


def port(url: httpx.URL) -> int:
    """The port that is connected to."""
    return url.port or _PORTS[url.scheme]


@lru_cache(maxsize=4096)
def literal(host: str) -> str | None:
    """The IP address that the host is, or None where it is a name."""
    try:
        return str(IPv6Address(host) if ":" in host else IPv4Address(host))
    except ValueError:
        return None


def _checked(name: str, parsed: httpx.URL) -> str:
    """The host as it is asked; raises Refused."""
    if parsed.scheme not in _PORTS:
        raise _refused(name, f"its scheme is {parsed.scheme or 'missing'}, not http or https")
    if parsed.userinfo:
        raise _refused(name, "it carries a user name or password")
    if parsed.port == 0 or (parsed.port or 1) > 65535:
        raise _refused(name, "it names no port that exists")
    host = parsed.raw_host.decode("ascii").lower().removesuffix(".")
    if not _is_host(host):
        raise _refused(name, "its host is no name or address that can be asked")
    return host


def _is_host(host: str) -> bool:
    # `127.1`, `2130706433` and `0x7f.1` are loopback to getaddrinfo: what ends in a number must be
    # an address written out in full.
    if "%" in host:
        return False
    if ":" in host or _NUMBER.match(host.rpartition(".")[2]):
        return literal(host) is not None
    return bool(_NAME.fullmatch(host))


def _refused(name: str, why: str) -> Refused:
    return Refused(
        f"{visible(tidy(shorten(name, 100)))}: {why}; nothing was sent. Is the address written right?", url=name
    )
