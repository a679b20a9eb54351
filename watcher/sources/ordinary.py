"""The entry of a list that can be taken at its word."""

from typing import Any

from watcher.sources.composing import SORTS
from watcher.sources.literals import may_hold_secrets
from watcher.sources.nodes import MappingNode, Node, ScalarNode
from watcher.sources.plain import scalar


def ordinary(entry: Node) -> dict[str, Any] | None:
    """What the entry says, in plain Python types; None where something in it is worth a closer look.

    Nothing in it may be there by an alias.
    """
    words: list[str] = []
    try:
        said = _plain(entry, words)
    except _OddError:
        return None
    return said if isinstance(said, dict) and not may_hold_secrets("\n".join(words)) else None


class _OddError(Exception):
    """Something that YAML lets pass and we refuse."""


def _plain(node: Node, words: list[str]) -> Any:
    if node.tag not in SORTS:
        raise _OddError
    if isinstance(node, ScalarNode):
        words.append(node.value)
        return node.value if node.tag == "str" else scalar(node.tag, node.value)
    if isinstance(node, MappingNode):
        return _mapping(node, words)
    return [_plain(entry, words) for entry in node.value]


def _mapping(node: MappingNode, words: list[str]) -> dict[str, Any]:
    found = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise _OddError
        found[key.value] = _plain(value, words)
    if len(found) < len(node.value):
        raise _OddError
    return found
