"""How a digest becomes a message: one record, then a text part, then an HTML part that stays under a size."""

from collections.abc import Sequence

from watcher.digest import summary
from watcher.digest.headers import headers, stop_link, worst
from watcher.digest.layout import Templates
from watcher.digest.record import record
from watcher.digest.telling import Telling, line, telling
from watcher.model import Digest, Message

HTML_BYTES = 90_000
"""Gmail clips a mail at about 102 kB and hides its footer."""

_BUDGETS = ((25, 275), (25, 175), (25, 100), (25, 50), (18, 60), (12, 40), (6, 25), (2, 15), (0, 10))
"""(entries told in full, entries told on one line): the first pair whose page is small enough is taken."""


def compose(digest: Digest, templates: Templates, *, public_url: str = "", address: str = "") -> Message:
    """The digest in words; `public_url` is where the pages can be reached, `address` the sender's."""
    public_url = public_url.rstrip("/")
    tellings = [telling(number, entry, public_url) for number, entry in enumerate(digest.entries, 1)]
    words, html = _page(digest, tellings, templates, public_url)
    return Message(
        digest_id=digest.id,
        subject=summary.subject(digest),
        text=templates.text.render(words),
        html=html,
        record=record(digest, tellings, public_url),
        made_at=digest.made_at,
        severity=worst(digest),
        headers=headers(digest, public_url=public_url, address=address),
    )


def _page(
    digest: Digest, tellings: Sequence[Telling], templates: Templates, public_url: str
) -> tuple[dict[str, object], str]:
    """The words of the largest budget whose page is small enough, with that page."""
    words: dict[str, object] = {}
    html = ""
    for full, lines in _BUDGETS:
        words = _words(digest, tellings, public_url) | {
            "full": tellings[:full],
            "brief": tellings[full : full + lines],
            "more": max(0, len(tellings) - full - lines),
        }
        html = templates.page(**words)
        if len(html.encode("utf-8", "surrogatepass")) <= HTML_BYTES:
            break
    return words, html


def _words(digest: Digest, tellings: Sequence[Telling], public_url: str) -> dict[str, object]:
    """What both parts are filled with, whatever their size."""
    return {
        "subject": summary.subject(digest),
        "preview": summary.preview(digest),
        "notices": [line(notice, 400) for notice in (*digest.notices, *digest.undelivered)],
        "lead": summary.lead(digest),
        "coverage": summary.coverage(digest),
        "unreadable": [summary.unreadable(one, digest.timezone) for one in digest.coverage.unreadable[:40]],
        "unreadable_more": max(0, len(digest.coverage.unreadable) - 40),
        "has_excerpts": any(one.hunks for one in tellings),
        "why": line(digest.why, 200),
        "next": summary.following(digest),
        "subscription": line(digest.subscription, 80),
        "digest_id": line(digest.id, 80),
        "seal": line(digest.seal, 100),
        "rest": f"{public_url}/digests/{digest.id}" if public_url else f"watcher digest show {line(digest.id, 80)}",
        "digest_url": f"{public_url}/digests/{digest.id}" if public_url else "",
        "stop_url": stop_link(digest, public_url) if public_url else "",
    }
