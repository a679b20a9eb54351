"""What YAML nodes mean in plain Python types, by YAML 1.2: `NO` is a word, not a falsehood."""

from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_TAG = "tag:yaml.org,2002:"


def plain(node: Node) -> Any:
    """The node's value. Dates stay text; of two equal keys the last one counts."""
    if isinstance(node, MappingNode):
        return {str(key.value): plain(value) for key, value in node.value if isinstance(key, ScalarNode)}
    if isinstance(node, SequenceNode):
        return [plain(entry) for entry in node.value]
    return _scalar(tag(node), str(node.value))


def tag(node: Node) -> str:
    """What sort of value it is: `str int float bool null map seq …`.

    A tag that YAML does not define is given in full.
    """
    return (node.tag or "").removeprefix(_TAG)


def _scalar(sort: str, word: str) -> Any:
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
