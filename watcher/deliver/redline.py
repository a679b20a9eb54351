"""How struck or marked words stand in a line of chat, which sees a mark only where white space lies outside it."""

from collections.abc import Callable, Mapping, Sequence

from watcher.deliver.passage import Span

_CLOSE_BEHIND = ".,;:!?)\\"
"""What may follow a closing mark at once; a backslash stands before another of these."""


def redlined(passage: Sequence[Span], marks: Mapping[str, str], safe: Callable[[str], str]) -> str:
    """The passage with a mark on either side of what differs; `safe` makes page text harmless.

    >>> redlined([("equal", "it"), ("delete", "may "), ("insert", "will")], {"delete": "~", "insert": "*"}, str)
    'it ~may~ *will*'
    """
    told = ""
    ends = tuple(set(marks.values()))
    for kind, text in passage:
        told = _joined(told, _marked(safe(text), marks.get(kind, "")), ends)
    return told


def _marked(text: str, mark: str) -> str:
    core = text.strip()
    if not mark or not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{mark}{core}{mark}{text[start + len(core) :]}"


def _joined(told: str, more: str, ends: tuple[str, ...]) -> str:
    """Both, with a space between where a mark would touch a letter or another mark."""
    if not told or not more or told[-1].isspace() or more[0].isspace():
        return told + (more.lstrip() if told[-1:].isspace() else more)
    marked = more.startswith(ends) or (told.endswith(ends) and more[0] not in _CLOSE_BEHIND)
    return f"{told} {more}" if marked else told + more
