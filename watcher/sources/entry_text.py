"""How an entry of sources.yaml is written: in lines of its own, or between braces."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml.error import YAMLError

from watcher.sources.composing import Composer, events
from watcher.sources.plain import plain

_SHORT = frozenset({"tags", "links", "expect", "pages"})
"""Keys whose values fit between braces."""


def block_lines(entry: Mapping[str, Any]) -> list[str]:
    """The entry as lines that begin with `- `, without indentation."""
    lines = [line for key, value in entry.items() for line in _key_lines(key, value)]
    return [("- " if at == 0 else "  ") + line for at, line in enumerate(lines)]


def flow(value: Any) -> str:
    """The value on one line.

    >>> flow({"tags": ["a", "b: c"], "expect": {"pairs": 2}})
    '{tags: [a, "b: c"], expect: {pairs: 2}}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value)


def _key_lines(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple) and key not in _SHORT:
        yield f"{key}:"
        for each in value:
            [(name, words)] = each.items()
            yield f"  - {name}: {_scalar(words)}"
    else:
        yield f"{key}: {flow(value)}"


def _scalar(value: Any) -> str:
    """A word as it is where YAML reads it so, else in the quotes that need least escaping."""
    if not isinstance(value, str):
        return json.dumps(value)
    is_pattern = "\\" in value
    if not is_pattern and _reads_as(value, value):
        return value
    single = "'" + value.replace("'", "''") + "'"
    return (
        single if (is_pattern or '"' in value) and _reads_as(single, value) else json.dumps(value, ensure_ascii=False)
    )


def _reads_as(written: str, value: str) -> bool:
    try:
        root = Composer(events(f"[k: {written}]", pure=True)).whole()
        return root is not None and plain(root) == [{"k": value}] and isinstance(plain(root)[0]["k"], str)
    except YAMLError:
        return False
