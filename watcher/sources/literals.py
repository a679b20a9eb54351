"""What a secret looks like when somebody has written it straight into a file."""

import re
from collections.abc import Iterator

from ruamel.yaml.nodes import Node, ScalarNode

from watcher.sources.marked import Page, parts, place, written
from watcher.sources.plain import tag
from watcher.sources.problem import Problem
from watcher.sources.references import HIDDEN, REFERENCE

_ADDRESS = re.compile(
    r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/"
    r"|discord(?:app)?\.com/api/(?:v\d+/)?webhooks/"
    r"|\.webhook\.office\.com/|outlook\.office(?:365)?\.com/webhook/"
    r"|\.logic\.azure\.com[:/]|\.powerplatform\.com[:/]",
    re.IGNORECASE,
)
"""Addresses that whoever knows them can post to."""
_TOKEN = re.compile(r"\b(?:whsec_|xox[abprs]-|ghp_|sk_live_)\w")
_IN_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^/@\s:]*:[^/@\s]+@", re.IGNORECASE)
"""A password inside an address."""
REFER = "Write ${file:/path} or ${env:NAME}"
_SECRET_KEYS = frozenset({"password", "secret", "token", "api_key", "signing_secret"})
_OPEN_KEYS = frozenset(
    {"type", "path", "to", "from", "host", "port", "tls", "user", "allow_private", "name", "smtp", "channels"}
)
"""Keys below `channels:` whose values may be shown when something beside them is wrong."""

_Way = tuple[str | int, ...]


def cover_secrets(page: Page) -> None:
    """Let no snippet of the page show what is a secret, or may be one."""
    for way, node in _scalars(page.root):
        if _is_private(way, node):
            page.cover(node)


def literal_secrets(page: Page, way_out: str) -> Iterator[Problem]:
    """Every secret that stands in the file itself."""
    for way, node in _scalars(page.root):
        if HIDDEN in node.value:
            yield page.problem(
                place(node), written(way), "WC041", f"{HIDDEN} only stands for a secret that is not shown"
            )
        elif _is_secret(way, node):
            yield page.problem(place(node), written(way), "WC040", f"a secret must not stand in the file. {way_out}")


def stray_references(page: Page) -> Iterator[Problem]:
    """References in a file that may be public, where nothing reads them."""
    for way, node in _scalars(page.root):
        if REFERENCE.search(node.value):
            yield page.problem(place(node), written(way), "WC041", "secrets are only read in watcher.yaml")


def malformed_references(page: Page) -> Iterator[Problem]:
    """What looks like a reference and is none."""
    for way, node in _scalars(page.root):
        if "${" in REFERENCE.sub("", node.value):
            yield page.problem(place(node), written(way), "WC041", f"is no reference. {REFER}")


def _is_secret(way: _Way, node: ScalarNode) -> bool:
    open_part = REFERENCE.sub("", node.value)
    if not open_part or "${" in open_part or tag(node) == "null":
        return False
    return (
        way[-1] in _SECRET_KEYS
        or bool(_ADDRESS.search(open_part) or _TOKEN.search(open_part))
        or bool(_IN_URL.match(open_part))
    )


def _is_private(way: _Way, node: ScalarNode) -> bool:
    """Whether a snippet must not show it: a secret, or under an unknown key that may be a misspelt `password`."""
    if _is_secret(way, node):
        return True
    key = next((part for part in reversed(way) if isinstance(part, str)), "")
    return "channels" in way[:1] and len(way) > 2 and key not in _OPEN_KEYS and bool(REFERENCE.sub("", node.value))


def _scalars(root: Node) -> Iterator[tuple[_Way, ScalarNode]]:
    """Every single value with the way to it; one that aliases repeat comes once."""
    left: list[tuple[_Way, Node]] = [((), root)]
    seen: set[int] = set()
    while left:
        way, node = left.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            yield way, node
        else:
            left.extend(((*way, part), below) for part, below in parts(node))
