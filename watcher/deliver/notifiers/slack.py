"""A room of Slack, through an incoming webhook."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from watcher.deliver.keys import words
from watcher.deliver.posting import Post, hand_over
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message
from watcher.text import shorten

_CHANGES, _CHARACTERS = 10, 9_000
"""Slack refuses somewhat above 13,200 characters in all, which no page of it says (slackapi/bolt-js#2509)."""
_HEADER, _SECTION, _FALLBACK = 150, 3_000, 1_000
_BUDGETS = ((10, 3, 400), (10, 2, 260), (10, 1, 160), (10, 0, 0), (5, 0, 0), (1, 0, 0))
"""(changes, passages of each, characters of each): the first that fits is taken."""
_LOOK_ALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
"""Slack has no way to write these as themselves; a page's own must not pass for our marks."""
_ROOM_WIDE = re.compile("@(?=channel|here|everyone|group)", re.IGNORECASE)

Block = dict[str, Any]


@notifier("slack")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Post the digest as blocks, its subject as the text that a screen reader or a telephone says."""
    body = json.dumps(
        {
            "text": _escaped(shorten(_fallback(message), _FALLBACK)),
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
    told: list[Block] = []
    for changes, passages, length in _BUDGETS:
        told = _blocks(record, changes, passages, length)
        if _fits(told):
            break
    return told


def _fits(told: Sequence[Block]) -> bool:
    sections = [block["text"]["text"] for block in told if block["type"] == "section"]
    return len(json.dumps(told, ensure_ascii=False)) <= _CHARACTERS and max(map(len, sections)) <= _SECTION


def _blocks(record: Mapping[str, Any], changes: int, passages: int, length: int) -> list[Block]:
    said, entries = record["words"], record["entries"]
    unread = [_escaped(line) for line in said["unreadable"][:5]]
    hidden = len(entries) - min(len(entries), changes, _CHANGES)
    return [
        {"type": "header", "text": {"type": "plain_text", "text": shorten(said["lead"], _HEADER), "emoji": False}},
        _context(said["coverage"]),
        *(_section(_change(entry, passages, length)) for entry in entries[: min(changes, _CHANGES)]),
        *([_section(f"and {hidden:,} more")] if hidden else []),
        *([_section("\n".join(unread))] if unread else []),
        _section(_last_line(record)),
    ]


def _change(entry: Mapping[str, Any], passages: int, length: int) -> str:
    """One change: what, where, when, then the words."""
    said = entry["words"]
    lines = [
        f"*{said['glyph']} {entry['severity'].upper()}*  {_escaped(said['summary'])}",
        _escaped(said["place"]),
        _escaped(said["interval"]),
        *(_escaped(note) for note in said["notes"]),
        *(f"> {_redline(hunk, length)}" for hunk in entry["excerpt"][:passages]),
        _links(entry["links"]),
    ]
    return "\n".join(lines)


def _redline(spans: Iterable[Sequence[str]], length: int) -> str:
    """`~was~ *now*`: Slack sees a mark only where white space lies outside it."""
    told, room = "", length
    for kind, text in spans:
        if room < 2:
            return f"{told.rstrip()} …"
        shown = shorten(text, room)
        room -= len(shown)
        told = _joined(told, _marked(kind, _escaped(shown)))
    return told


def _marked(kind: str, text: str) -> str:
    mark = {"delete": "~", "insert": "*"}.get(kind, "")
    core = text.strip()
    if not mark or not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{mark}{core}{mark}{text[start + len(core) :]}"


def _joined(told: str, more: str) -> str:
    """Both, with a space between where a mark would touch a letter or another mark."""
    if not told or not more or told[-1].isspace() or more[0].isspace():
        return told + (more.lstrip() if told[-1:].isspace() else more)
    marked = more[0] in "~*" or (told[-1] in "~*" and more[0] not in ".,;:!?)")
    return f"{told} {more}" if marked else told + more


def _links(links: Mapping[str, str]) -> str:
    return "  ".join(_link(label.capitalize(), address) for label, address in links.items())


def _link(label: str, address: str) -> str:
    """A link where there is an address to follow, else what to type."""
    if address.startswith(("http://", "https://")) and len(address) < 1_000:
        return f"<{_escaped(address).replace('|', '%7C')}|{label}>"
    return f"`{shorten(_escaped(address), 200)}`"


def _last_line(record: Mapping[str, Any]) -> str:
    number = f"Digest {_escaped(record['id'])}"
    return _link(number, record["url"]) if record["url"] else number


def _section(text: str) -> Block:
    """Verbatim: Slack then makes no links or mentions of what the text happens to say."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": shorten(text, _SECTION), "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": _escaped(text), "verbatim": True}]}


def _fallback(message: Message) -> str:
    said = message.record["words"]
    assert isinstance(said, Mapping), "the record was made by digest.record"
    return f"{message.subject} · {said['lead']}"


def _escaped(text: str) -> str:
    """Without a way to mention, link or mark.

    >>> _escaped("<!here> *now*")
    '&lt;!here&gt; ∗now∗'
    """
    calm = _ROOM_WIDE.sub("@\u2060", text)
    return calm.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").translate(_LOOK_ALIKES)
