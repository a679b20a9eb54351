"""The mail headers by which readers file, thread or leave a digest."""

import re
from collections.abc import Iterable, Iterator
from email.utils import parseaddr
from urllib.parse import quote

from watcher.model import Digest, Severity
from watcher.text import slug, tidy, visible

TRIAL = "test"
"""The window of a message that only tries a channel."""
_AT_ONCE = "at-once/"
_LENGTH = 900
"""RFC 5322 allows 998 characters a line; a header that a program cannot fold has to fit in one."""


def headers(digest: Digest, *, public_url: str, address: str) -> tuple[tuple[str, str], ...]:
    """The headers beyond the usual ones; no value holds a line break, whatever a page says."""
    named: list[tuple[str, str]] = [
        ("List-Id", f"<{_label(digest.subscription)}.{_host(address)}>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Watcher-Digest", digest.id),
        ("X-Watcher-Severity", worst(digest).word),
        ("X-Watcher-Kind", _list(entry.finding.kind for entry in digest.entries)),
        ("X-Watcher-Source", _list(entry.source_id for entry in digest.entries)),
        ("X-Watcher-Change", _list(entry.change_id for entry in digest.entries)),
        *_thread(digest, _host(address)),
        *(_ways_out(digest, public_url, address) if public_url else ()),
    ]
    return tuple((name, safe(value)) for name, value in named if value)


def _thread(digest: Digest, host: str) -> Iterator[tuple[str, str]]:
    """What goes out at once of one page follows what went before of it, and so does what is said of an outage.

    A digest of a period begins no thread.
    """
    if digest.outage:
        outage = f"<incident.{digest.outage}@{host}>"
        yield from (("In-Reply-To", outage), ("References", outage))
    pages = {entry.source_id for entry in digest.entries}
    if digest.window.startswith(_AT_ONCE) and len(pages) == 1:
        page = f"<source.{quote(pages.pop(), safe='')}@{host}>"
        yield from (("In-Reply-To", page), ("References", page))


def _ways_out(digest: Digest, public_url: str, address: str) -> Iterator[tuple[str, str]]:
    """How to leave and where to look back; one click only over TLS, as RFC 8058 wants it."""
    if not stop_link(digest, public_url):
        return
    stop = f"<{stop_link(digest, public_url)}>"
    mailbox = parseaddr(safe(address))[1]
    if re.fullmatch(r"[\w.+-]+@[A-Za-z0-9.-]+", mailbox, re.ASCII):
        stop += f", <mailto:{mailbox}?subject={quote(f'unsubscribe {digest.subscription}', safe='')}>"
    yield "List-Unsubscribe", stop
    if public_url.startswith("https://"):
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    yield "List-Archive", f"<{public_url}/digests>"


def stop_link(digest: Digest, public_url: str) -> str:
    """The page where this subscription can be ended; each letter puts its recipient's own in its place.

    Empty for a trial of a channel: there is nothing to leave.
    """
    return "" if digest.window == TRIAL else f"{public_url}/u/{digest.id}"


def worst(digest: Digest) -> Severity:
    """The gravest severity in the digest; noise when it has no entries."""
    return max((entry.finding.level for entry in digest.entries), default=Severity.NOISE)


def safe(value: str) -> str:
    r"""The value on one line, control characters written out.

    >>> safe("a\r\nBcc: x@example.org")
    'a Bcc: x@example.org'
    """
    return visible(tidy(value))[:_LENGTH]


def _list(values: Iterable[str]) -> str:
    """Each value once, in order, as many as a header holds."""
    told = ""
    for value in dict.fromkeys(values):
        longer = f"{told}, {value}" if told else value
        if len(longer) > _LENGTH:
            break
        told = longer
    return told


def _label(name: str) -> str:
    """The subscription's name as a part of a list's identity (RFC 2919)."""
    return slug(name).encode("ascii", "ignore").decode().replace(" ", "-").strip("-") or "digest"


def _host(address: str) -> str:
    """The host of the sender's address; `localhost` stands for a list that nobody manages (RFC 2919)."""
    found = re.search(r"@([A-Za-z0-9.-]+)>?\s*$", address)
    return found.group(1).lower() if found else "localhost"
