"""How a file becomes a page of marked values, or the mistake that it is no YAML."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from watcher.sources.composing import Composer, events
from watcher.sources.marked import Page, Place, lines, printable
from watcher.sources.nodes import MappingNode, Node, SequenceNode
from watcher.sources.problem import Problem

_SECRETIVE = re.compile(
    r"""(?P<key>\b\w*(?:pass|pwd|secret|token|url|key)\w*["']?\s*:\s*)(?!["']?\$\{)(?P<value>[^\s].*)""", re.IGNORECASE
)


Read = TypeVar("Read")


def read_text(path: Path) -> str | Problem:
    """The file as text, or why it is none."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return whole(path.name, "WC001", f"there is no such file in {path.parent.resolve()}; `watcher init` writes one")
    except OSError as error:
        return whole(path.name, "WC001", f"cannot be read: {error.strerror}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return whole(path.name, "WC002", f"is not text in UTF-8: line {line} has the byte 0x{raw[error.start]:02x}")
    return text


def whole(file: str, code: str, message: str) -> Problem:
    """A problem of a file as a whole."""
    return Problem(file, 0, 0, "error", "", message, code)


def parse(file: str, text: str) -> Page | Problem:
    """The page as a whole, or the first place where it is no YAML."""
    return parsed(file, text, lambda composer: page_of(file, text, composer.whole()))


def parsed(file: str, text: str, read: Callable[[Composer], Read]) -> Read | Problem:
    """What is read of the nodes of the text, or the first place where it is no YAML.

    It is read from libyaml, which is six times as fast; what that refuses is read once more, for our words.
    """
    try:
        try:
            return read(Composer(events(text, pure=False)))
        except (YAMLError, RecursionError):
            return read(Composer(events(text, pure=True)))
    except ReaderError as error:
        return _at_index(file, text, error.position, "a control character, which no YAML file may hold")
    except MarkedYAMLError as error:
        return _at_mark(file, text, error)
    except RecursionError:
        return whole(file, "WC002", "is nested too deeply to be read")
    except YAMLError as error:
        return whole(file, "WC002", f"is no YAML: {printable(str(error))}")


def page_of(file: str, text: str, root: Node | None) -> Page | Problem:
    """The page with this outermost value, unless that can be none."""
    if root is None:
        return whole(file, "WC007", "is empty; `watcher init` in an empty folder shows what it could say")
    if not isinstance(root, MappingNode):
        return whole(file, "WC005", f"must be a mapping with keys such as 'version:' at the left, not {_noun(root)}")
    return Page(file, text, root)


def _at_mark(file: str, text: str, error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return whole(file, "WC002", f"is no YAML: {_in_words(error.problem or error.context or '')}")
    return _broken(file, text, Place(mark.line + 1, mark.column + 1), _in_words(error.problem or ""))


def _at_index(file: str, text: str, index: int, message: str) -> Problem:
    before = lines(text[:index])
    return _broken(file, text, Place(len(before), len(before[-1]) + 1), message)


def _broken(file: str, text: str, at: Place, message: str) -> Problem:
    numbered = lines(text)
    line = numbered[at.line - 1] if at.line <= len(numbered) else ""
    return Problem(file, at.line, at.column, "error", "", message, "WC002", _covered(printable(line)))


def _covered(line: str) -> str:
    """The line without what may be a secret; no tree tells values from keys where YAML is broken."""
    return _SECRETIVE.sub(lambda found: found["key"] + "•" * len(found["value"]), line)


_WORDS = (
    (r"'\\t'", "indent with spaces; a tab stands here"),
    (
        r"mapping values are not allowed",
        "':' is not expected here: is the indentation right, or does a text need quotes?",
    ),
    (r"undefined alias", "a value that begins with '*' needs quotes"),
    (r"character '([@`%])'", r"a value that begins with '\1' needs quotes"),
    (r"another document", "only one document is read: take out the line '---'"),
    (r"stream end|end of stream", "the file ends in the middle of a value: a quote or a bracket is not closed"),
    (r"expected <block end>", "this line does not fit the ones above: is the indentation right?"),
    (r"could not find expected ':'", "a key without ':' behind it"),
    (r"tag handle", "a value that begins with '!' needs quotes"),
)
"""What ruamel.yaml says (as a pattern), and how we say it."""


def _in_words(said: str) -> str:
    for pattern, words in _WORDS:
        found = re.search(pattern, said)
        if found:
            return found.expand(words) if found.groups() else words
    return f"no YAML from here on ({printable(said)})"


def _noun(node: Node) -> str:
    return "a list" if isinstance(node, SequenceNode) else "a single text"
