"""One spelling for a record: JSON as RFC 8785 (JCS) writes it."""

import json
import re
from collections.abc import Mapping
from typing import Any

_LONE = re.compile("[\ud800-\udfff]")
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False).encode
_encode_as_is = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


def canonical(form: Mapping[str, Any]) -> str:
    """The form on one line, equal for equal forms; strings, whole numbers, truths and null only.

    RFC 8785 has no spelling for a lone surrogate; it is escaped, so that the line stays UTF-8.
    Raises TypeError for a float, since its spelling differs between languages.

    >>> canonical({"b": 1, "a": ["é", None, True]})
    '{"a":["é",null,true],"b":1}'
    """
    _refuse_floats(form)
    text = _encode(form)
    if text.isascii():
        return text
    if max(text) > "\uffff":  # only then UTF-16 order (RFC 8785 §3.2.3) can differ from ours
        text = _encode_as_is(_in_utf16_order(form))
    return _LONE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _refuse_floats(value: Any) -> None:
    kind = type(value)
    if kind is dict:
        for part in value.values():
            _refuse_floats(part)
    elif kind is list or kind is tuple:
        for part in value:
            _refuse_floats(part)
    elif kind is float:
        raise TypeError(f"a record holds no floats, but this one has {value!r}")


def _in_utf16_order(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _in_utf16_order(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_in_utf16_order(part) for part in value]
    return value
