"""How a brief reads in the small part of HTML that chat programs show."""

from collections.abc import Iterator, Sequence
from html import escape

from watcher.deliver.brief import Brief, Said, followable
from watcher.deliver.passage import Span

_TAGS = {"delete": "del", "insert": "u"}


def markup(told: Brief) -> str:
    """The brief, every word of a page escaped."""
    return "".join(_parts(told))


def _parts(told: Brief) -> Iterator[str]:
    yield f"<p><strong>{escape(told.lead)}</strong></p>"
    yield from (f"<p>{escape(notice)}</p>" for notice in told.notices)
    for one in told.full:
        yield from _change(one)
    yield from (f"<p><strong>{one.level}</strong> {escape(one.shortly)}</p>" for one in told.lines)
    yield from (f"<p>{escape(line)}</p>" for line in (told.rest, *told.unread, *told.footer) if line)
    yield f"<p>{_link(told.number, told.url) if told.url else escape(told.whole)}</p>"


def _change(one: Said) -> Iterator[str]:
    said = "<br>".join(escape(line) for line in (one.summary, one.place, one.interval, *one.notes))
    yield f"<p><strong>{one.level}</strong> {said}</p>"
    yield from (f"<blockquote>{_redlined(passage)}</blockquote>" for passage in one.passages)
    links = " · ".join(_link(label, address) for label, address in one.links)
    yield f"<p>{'<br>'.join([*map(escape, one.more), links])}</p>"


def _redlined(passage: Sequence[Span]) -> str:
    """A space stands between what went and what came: without colours they would be one word."""
    told, before = "", ""
    for kind, text in passage:
        tag = _TAGS.get(kind, "")
        touches = tag and before in _TAGS
        told += f"{' ' if touches else ''}<{tag}>{escape(text)}</{tag}>" if tag else escape(text)
        before = kind
    return told


def _link(label: str, address: str) -> str:
    """A link where there is an address to follow, else what to type."""
    if followable(address):
        return f'<a href="{escape(address)}">{escape(label)}</a>'
    return f"<code>{escape(address)}</code>"
