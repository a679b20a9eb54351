"""A room of Slack, through an incoming webhook."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watcher.deliver.answered import Post
from watcher.deliver.brief import Brief, Said, followable
from watcher.deliver.briefing import COUNTS, brief
from watcher.deliver.fitting import fitted, units
from watcher.deliver.keys import words
from watcher.deliver.posting import hand_over
from watcher.deliver.redline import redlined
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message
from watcher.text import shorten

_CHANGES, _CHARACTERS = 10, 9_000
"""Slack refuses somewhat above 13,200 characters in all, which no page of it says (slackapi/bolt-js#2509)."""
_HEADER, _SECTION = 150, 3_000
_MARKS = {"delete": "~", "insert": "*"}
_LOOK_ALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
"""Slack has no way to write these as themselves; a page's own must not pass for our marks."""

Block = dict[str, Any]


@notifier("slack")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Post the digest as blocks, its subject as the text that a screen reader or a telephone says."""
    body = json.dumps(
        {
            "text": _fallback(message.record),
            "blocks": blocks(message.record),
            "unfurl_links": False,
            "unfurl_media": False,
            "link_names": False,
            "parse": "none",
        }
    ).encode("ascii")
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return await hand_over(channel, post, words(channel, "url"), body, headers)


def blocks(record: Mapping[str, Any]) -> list[Block]:
    """The digest in Block Kit, within all of Slack's limits; where the whole digest is to be found comes last."""
    return fitted(record, _CHANGES, lambda told: list(_blocks(told)), _fits)


def _fits(told: Sequence[Block]) -> bool:
    sections = [block["text"]["text"] for block in told if block["type"] == "section"]
    return units(json.dumps(told, ensure_ascii=False)) <= _CHARACTERS and max(map(units, sections)) <= _SECTION


def _blocks(told: Brief) -> Iterator[Block]:
    lead = {"type": "plain_text", "text": shorten(told.lead, _HEADER), "emoji": False}
    yield {"type": "header", "text": lead}
    if told.footer:
        yield _context(" ".join(told.footer))
    yield from (_section(_escaped(notice)) for notice in told.notices)
    yield from (_section(_change(one)) for one in told.full)
    yield from (_section(f"*{one.level}*  {_escaped(one.shortly)}") for one in told.lines)
    if told.rest:
        yield _section(told.rest)
    if told.unread:
        yield _section("\n".join(map(_escaped, told.unread)))
    yield _section(_link(_escaped(told.whole), told.url) if told.url else _escaped(told.whole))


def _change(one: Said) -> str:
    """One change: what, where, when, then the words."""
    lines = [
        f"*{one.level}*  {_escaped(one.summary)}",
        *(_escaped(line) for line in (one.place, one.interval, *one.notes)),
        *(f"> {redlined(passage, _MARKS, _escaped)}" for passage in one.passages),
        *map(_escaped, one.more),
        "  ".join(_link(label, address) for label, address in one.links),
    ]
    return "\n".join(lines)


def _link(label: str, address: str) -> str:
    """A link where there is an address to follow, else what to type."""
    if followable(address):
        return f"<{_escaped(address).replace('|', '%7C')}|{label}>"
    return f"`{_escaped(address)}`"


def _section(text: str) -> Block:
    """Verbatim: Slack then makes no links or mentions of what the text happens to say."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": _escaped(text), "verbatim": True}]}


def _fallback(record: Mapping[str, Any]) -> str:
    told = brief(record, COUNTS)
    return _escaped(f"{told.subject} · {told.lead}")


def _escaped(text: str) -> str:
    """Without a way to mention, link or mark.

    >>> _escaped("<!here> *now*")
    '&lt;!here&gt; ∗now∗'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").translate(_LOOK_ALIKES)
