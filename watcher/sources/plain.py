"""What YAML nodes mean in plain Python types, by YAML 1.2: `NO` is a word, not a falsehood."""

from typing import Any

from watcher.sources.nodes import MappingNode, Node, ScalarNode, SequenceNode


def plain(node: Node) -> Any:
    """The node's value. Dates stay text; of two equal keys the last one counts."""
    if isinstance(node, MappingNode):
        return {key.value: plain(value) for key, value in node.value if isinstance(key, ScalarNode)}
    if isinstance(node, SequenceNode):
        return [plain(entry) for entry in node.value]
    return scalar(node.tag, node.value)


def scalar(sort: str, word: str) -> Any:
    """The single value that is written so."""
    match sort:
        case "null":
            return None
        case "bool":
            return word.lower() == "true"
        case "int":
            return _int(word)
        case "float":
            return _float(word)
    return word


def _int(word: str) -> int | str:
    digits = word.replace("_", "")
    try:
        return int(digits, 0) if digits.lstrip("+-").startswith(("0x", "0o")) else int(digits)
    except ValueError:  # thousands of digits: Python refuses them, and no key of ours takes them
        return word


def _float(word: str) -> float | str:
    digits = word.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")
    try:
        return float(digits)
    except ValueError:
        return word
