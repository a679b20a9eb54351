"""What it means that another address answered than the one that was asked."""

import re
from urllib.parse import urlsplit

from watcher.fetch.verdict import Verdict
from watcher.model import Outcome
from watcher.urls import canonical, is_root, shown

_LANGUAGE = re.compile(r"/[a-z]{2}(?:-[a-z]{2})?/?", re.IGNORECASE)
_MISSING = re.compile(
    r"/(?:(?:error|http|status)[-_]?)?(?:(?:404|410)?[-_]?(?:page|file)?[-_]?not[-_]?found|404|410|page[-_]?missing)(?:[-_]?(?:error|page))?"
    r"(?:\.\w{2,5})?/?",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"/(?:errors?|(?:general|generic|custom|site|server)[-_]?error|error[-_]?page|50[0-4]|maintenance|sorry|unavailable"
    r"|site[-_]?down|offline)(?:\.\w{2,5})?/?",
    re.IGNORECASE,
)


def led_astray(requested: str, final: str) -> Verdict | None:
    """The verdict on a redirect that leads to a front page or an error page; None for any other."""
    if not final or requested == final or canonical(requested) == canonical(final):
        return None
    try:
        asked, came = urlsplit(requested), urlsplit(final)
    except ValueError:
        return None
    if _is_front(final, came.path) and not came.query and not _is_front(requested, asked.path, canonical(requested)):
        return Verdict(Outcome.SOFT_GONE, (f"the address now leads to a front page: {shown(final)}",))
    for pattern, outcome, words in (
        (_MISSING, Outcome.SOFT_GONE, "a page that says it is not there"),
        (_ERROR, Outcome.ERROR_PAGE, "an error page"),
    ):
        if _ends_in(pattern, came.path) and not _ends_in(pattern, asked.path):
            return Verdict(outcome, (f"the address now leads to {words}: {shown(final)}",))
    return None


def _is_front(url: str, path: str, spelt: str = "") -> bool:
    """A host's front page, or that of one of its languages; a query may name a page of its own."""
    return "?" not in spelt and (is_root(url) or bool(_LANGUAGE.fullmatch(path)))


def _ends_in(pattern: re.Pattern[str], path: str) -> bool:
    last = "/" + path.rstrip("/").rpartition("/")[2]
    return bool(pattern.fullmatch(last))
