"""Where a stub sends its readers: "Object moved", "You should be redirected"."""

import re

from watcher.extend import lift
from watcher.normalize.tree import Tree
from watcher.urls import absolute, canonical

_REFRESH = re.compile(r"^\s*(\d+)?\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_STUB = re.compile(
    r"redirecting|(?:you )?(?:should|will|are being) be(?:ing)? (?:automatically )?redirected|you are being redirected|"
    r"object moved|(?:page|document|this site) has (?:been )?(?:permanently )?moved|moved permanently|"
    r"click here if you are not redirected",
    re.IGNORECASE,
)
_LONGEST_STUB = 400
_LONGEST_WAIT_SECONDS = 30


@lift("redirect")
def redirect(tree: Tree) -> str | None:
    """The address a page without content of its own sends its readers to."""
    target = _refresh(tree) or _stub_link(tree)
    if not target:
        return None
    address = absolute(tree.url, target)
    return address if canonical(address) != canonical(tree.url) or len(tree.words) < _LONGEST_STUB else None


def _refresh(tree: Tree) -> str | None:
    found = _REFRESH.match(tree.meta("refresh") or "")
    if not found or int(found.group(1) or 0) > _LONGEST_WAIT_SECONDS:
        return None
    return found.group(2).strip()


def _stub_link(tree: Tree) -> str | None:
    if len(tree.words) > _LONGEST_STUB or not _STUB.search(f"{tree.title} {tree.words}"):
        return None
    return next((str(link["href"]) for link in tree.named("a") if link.get("href")), None)
