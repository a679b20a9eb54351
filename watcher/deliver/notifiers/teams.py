"""A channel of Microsoft Teams, through a workflow that takes a card."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watcher.deliver.answered import Answered, Post
from watcher.deliver.brief import Brief, Said, followable
from watcher.deliver.fitting import fitted
from watcher.deliver.keys import words
from watcher.deliver.meaning import meant
from watcher.deliver.passage import Span
from watcher.deliver.posting import hand_over
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message

_CHANGES, _BYTES = 8, 18_000
"""Teams refuses above 28,672 bytes as wrapped by the workflow: 24,453 sent were too many (msteams-docs#11274)."""
_TEMPLATE = re.compile(r"\{(?=\{)|<(?=\s*/?\s*at\b)", re.IGNORECASE)
_ADDRESS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "{": "%7B", "}": "%7D", "<": "%3C", "\\": "%5C"})
_FAILED = re.compile(rb"webhook message delivery failed|endpoint returned HTTP error", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP error (\d{3})", re.IGNORECASE)
_COLOURS = {"critical": "attention", "high": "warning"}

Element = dict[str, Any]


@notifier("teams")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Post the digest as an Adaptive Card."""
    body = json.dumps(payload(message.record)).encode()
    headers = {"Content-Type": "application/json"}
    return await hand_over(channel, post, words(channel, "url"), body, headers, understand=_meant)


def payload(record: Mapping[str, Any]) -> Element:
    """The digest as a card within Teams' limit. What a page says stands in runs, which know no markup."""
    return fitted(record, _CHANGES, _payload, lambda told: len(json.dumps(told)) <= _BYTES)


def _payload(told: Brief) -> Element:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "fallbackText": _inert(told.subject),
        "body": list(_body(told)),
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "summary": _inert(told.subject), "attachments": [attachment]}


def _body(told: Brief) -> Iterator[Element]:
    yield _text(_run(told.lead, weight="bolder", size="medium"))
    yield from (_text(_run(notice)) for notice in told.notices)
    yield from ({"type": "Container", "separator": True, "items": list(_change(one))} for one in told.full)
    yield from (_text(_level(one), _run(one.shortly)) for one in told.lines)
    yield from (_text(_run(line)) for line in (told.rest, *told.unread) if line)
    yield from (_text(_run(line, isSubtle=True)) for line in told.footer)
    yield from _links([(told.number, told.url)]) if told.url else [_text(_run(told.whole))]


def _change(one: Said) -> Iterator[Element]:
    yield _text(_level(one), _run(one.summary))
    yield from (_text(_run(line, isSubtle=True)) for line in (one.place, one.interval, *one.notes))
    yield from (_text(*_redlined(passage)) for passage in one.passages)
    yield from (_text(_run(line, isSubtle=True)) for line in one.more)
    yield from _links(one.links)


def _level(one: Said) -> Element:
    return _run(f"{one.level}  ", weight="bolder", color=_COLOURS.get(one.severity, "default"))


def _redlined(passage: Sequence[Span]) -> Iterator[Element]:
    """The words `was` and `now` beside the lines: not every client of Teams draws them."""
    for kind, text in passage:
        if kind == "delete":
            yield from (_run("[was: "), _run(text, strikethrough=True), _run("] "))
        elif kind == "insert":
            yield from (_run("[now: "), _run(text, underline=True), _run("]"))
        else:
            yield _run(text)


def _links(links: Sequence[tuple[str, str]]) -> Iterator[Element]:
    """Links of ours in markdown, which every client of Teams follows; what is to be typed stands as it is."""
    told = [f"[{label}]({address.translate(_ADDRESS)})" for label, address in links if followable(address)]
    if told:
        yield {"type": "TextBlock", "wrap": True, "text": " · ".join(told)}
    yield from (_text(_run(address)) for _, address in links if not followable(address))


def _text(*runs: Element) -> Element:
    return {"type": "RichTextBlock", "inlines": list(runs)}


def _run(text: str, **looks: Any) -> Element:
    return {"type": "TextRun", "text": _inert(text)} | looks


def _inert(text: str) -> str:
    r"""Without the two things that are read inside a run: `{{DATE(...)}}` and `<at>`.

    >>> _inert("{{DATE(x)}} <at>") == "{\u2060{DATE(x)}} <\u2060at>"
    True
    """
    return _TEMPLATE.sub("\\g<0>\u2060", text)


def _meant(answer: Answered) -> Answered:
    """Connectors answered 200 whatever happened, and told in words what it was."""
    if answer.status != 200 or not _FAILED.search(answer.body):
        return answer
    found = _STATUS.search(answer.body)
    return meant(answer, status=int(found[1]) if found else 502)
