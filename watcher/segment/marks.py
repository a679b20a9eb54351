"""By which marks in HTML a passage shows what part it plays."""

import re

from bs4 import Tag

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_ACCORDION = re.compile(r"(?i)accordion|collapsible|faq|expand")
_TRIGGER = re.compile(
    r"(?i)accordion.*(?:header|heading|title|button|trigger|toggle)|faq-?(?:question|title)|^question$"
    r"|elementor-tab-title|^toggle-(?:header|title)$"
)
_NOTICE = frozenset({
    "usa-alert", "alert", "alert-info", "alert-warning", "messages", "callout-alert", "notice", "site-alert",
})  # fmt: skip
_ENTRY = frozenset({
    "views-row", "usa-collection__item", "usa-card", "teaser", "node-teaser", "node--view-mode-teaser",
    "search-result", "result", "post", "entry", "hentry", "news-item", "list-item", "article-item",
    "usa-media-block", "listing-item", "archive-item", "card",
})  # fmt: skip
NAME = "watcher-name"
"""The attribute by which a feed or an answer in JSON names its entries."""
_FEWEST_ENTRIES = 2
_LONGEST_NOTICE = 1500
_LONGEST_LABEL = 400


def is_accordion(tag: Tag) -> bool:
    """Whether it holds questions with panels."""
    return tag.name in ("div", "section", "ul", "ol") and any(
        _ACCORDION.search(name) for name in tag.get("class") or ()
    )


def is_trigger(tag: Tag) -> bool:
    """Whether it opens a panel: a `dt`, a `summary`, a labelled head of an accordion."""
    if tag.name in ("dt", "summary"):
        return True
    if tag.name == "li" or not any(_TRIGGER.search(name) for name in tag.get("class") or ()):
        return False
    return tag.find(["ul", "ol", "table", "p"]) is None and len(tag.get_text()) < _LONGEST_LABEL


def is_notice(tag: Tag) -> bool:
    """Whether it is an alert box."""
    marked = tag.get("role") == "alert" or not _NOTICE.isdisjoint(tag.get("class") or ())
    return marked and tag.name in ("div", "section", "aside", "p") and len(tag.get_text()) <= _LONGEST_NOTICE


def entries_of(root: Tag) -> set[int]:
    """The rows of a listing: elements with a usual name, or several articles, each with a link, side by side."""
    rows = [tag for tag in root.descendants if isinstance(tag, Tag) and _may_be_entry(tag)]
    siblings: dict[int, int] = {}
    for tag in rows:
        siblings[id(tag.parent)] = siblings.get(id(tag.parent), 0) + 1
    return {id(tag) for tag in rows if siblings[id(tag.parent)] >= _FEWEST_ENTRIES or NAME in tag.attrs}


def _may_be_entry(tag: Tag) -> bool:
    if tag.name != "article" and (
        tag.name not in ("div", "li", "section", "tr") or _ENTRY.isdisjoint(tag.get("class") or ())
    ):
        return False
    return NAME in tag.attrs or tag.find("a") is not None
