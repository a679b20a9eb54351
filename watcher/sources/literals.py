"""What a secret looks like when somebody has written it straight into a file."""

import re
from collections.abc import Iterable, Iterator

from watcher.sources.marked import Page, Way, parts, place, written
from watcher.sources.nodes import Node, ScalarNode
from watcher.sources.problem import Problem
from watcher.sources.references import HIDDEN, REFERENCE

_ADDRESS = re.compile(
    r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/"
    r"|discord(?:app)?\.com/api/(?:v\d+/)?webhooks/"
    r"|\.webhook\.office\.com/|outlook\.office(?:365)?\.com/webhook/"
    r"|\.logic\.azure\.com[:/]|\.powerplatform\.com[:/]"
    r"|/hooks/[a-z0-9]{26}(?![a-z0-9])",
    re.IGNORECASE,
)
"""Addresses that whoever knows them can post to."""
_SERVICE = re.compile(r"(?!https?://)[a-z][a-z0-9+.-]*://", re.IGNORECASE)
"""What an address of Apprise begins with; it holds its secrets."""
_TOKEN = re.compile(r"\b(?:whsec_|xox[abprs]-|ghp_|sk_live_|syt_)\w")
_IN_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^/@\s:]*:[^/@\s]+@", re.IGNORECASE)
"""A password inside an address."""
REFER = "Write ${file:/path} or ${env:NAME}"
_SECRET_KEYS = frozenset({"password", "secret", "token", "api_key", "signing_secret"})
_OPEN_KEYS = frozenset(
    {"type", "path", "to", "from", "host", "port", "tls", "user", "allow_private", "homeserver", "room"}
)
"""Keys below `channels:` whose values may be shown when something beside them is wrong."""
_OPEN_PARTS = frozenset({"version", "vault", "database", "public_url", "fetch", "subscriptions"})
"""Keys of watcher.yaml below which a secret is only one by its looks."""

_HINTS = ("${", "@", "hook", ".azure.com", ".powerplatform.com", "whsec_", "xox", "ghp_", "sk_live_", "syt_", HIDDEN)
"""In lower case, what every secret or reference outside `channels:` holds one of."""

Spot = tuple[Way, ScalarNode]
"""A single value with the way to it."""


def may_hold_secrets(words: str) -> bool:
    """Whether these values are worth a closer look; quick, and never wrong when it says no."""
    lower = words.lower()
    return any(hint in lower for hint in _HINTS)


def cover_secrets(page: Page, spots: Iterable[Spot]) -> None:
    """Let no snippet of the page show what is a secret."""
    for way, node in spots:
        if _is_secret(way, node):
            page.cover(node)


def cover_private(page: Page, spots: Iterable[Spot]) -> None:
    """Let no snippet of watcher.yaml show what is a secret or may be one, such as a misspelt `password`."""
    for way, node in spots:
        if _is_secret(way, node) or _may_be_secret(way, node):
            page.cover(node)


def literal_secrets(page: Page, spots: Iterable[Spot], way_out: str) -> Iterator[Problem]:
    """Every secret that stands in the file itself."""
    for way, node in spots:
        if _is_secret(way, node):
            yield page.problem(place(node), written(way), "WC040", f"a secret must not stand in the file. {way_out}")


def open_pings(page: Page, spots: Iterable[Spot]) -> Iterator[Problem]:
    """A dead-man's address in the open: whoever reads it can keep the alarm quiet."""
    for way, node in spots:
        if way[:1] == ("ping",) and node.value and "${" not in node.value and not _is_secret(way, node):
            said = f"whoever reads this address can keep the alarm quiet. {REFER}"
            yield page.problem(place(node), written(way), "WC043", said, severity="warn")


def stray_references(page: Page, spots: Iterable[Spot]) -> Iterator[Problem]:
    """References in a file that may be public, where nothing reads them."""
    for way, node in spots:
        if REFERENCE.search(node.value):
            yield page.problem(place(node), written(way), "WC041", "secrets are only read in watcher.yaml")


def malformed_references(page: Page, spots: Iterable[Spot]) -> Iterator[Problem]:
    """What looks like a reference and is none."""
    for way, node in spots:
        if "${" in _open_part(node):
            yield page.problem(place(node), written(way), "WC041", f"is no reference. {REFER}")
        elif HIDDEN in node.value:
            yield page.problem(place(node), written(way), "WC041", f"{HIDDEN} is no secret. {REFER}")


def _is_secret(way: Way, node: ScalarNode) -> bool:
    said = _open_part(node)
    if not said or "${" in said or HIDDEN in said or node.tag == "null":
        return False
    if way[0] == "channels" and (way[-1] in _SECRET_KEYS or (way[-1] == "url" and _SERVICE.match(said))):
        return True
    return bool(_ADDRESS.search(said) or _TOKEN.search(said) or _IN_URL.match(said))


def _may_be_secret(way: Way, node: ScalarNode) -> bool:
    key = next(part for part in reversed(way) if isinstance(part, str))
    return way[0] not in _OPEN_PARTS and key not in _OPEN_KEYS and bool(_open_part(node))


def _open_part(node: ScalarNode) -> str:
    """What is left of the value without its references."""
    return REFERENCE.sub("", node.value)


def scalars(root: Node, way: Way = ()) -> Iterator[Spot]:
    """Every single value in what this way leads to; one that aliases repeat comes once."""
    left: list[tuple[Way, Node]] = [(way, root)]
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
