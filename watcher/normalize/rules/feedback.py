"""The widget that asks "Was this page helpful?"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree
from watcher.text import fold

_CLASSES = ("wcm-node-feedback", "wcm-node-feedbackfeedback", "feedback-form", "page-feedback", "gc-pg-hlpfl",
            "pagedetails", "was-this-helpful", "touchpoints-form", "fba-modal")  # fmt: skip
_IDS = ("block-feedback", "block-adminfeedbackblock", "feedback-message", "admin-feedback-form", "gc-pft", "fba-button")
_LINE = re.compile(
    r"^(?:was this (?:page|article|information|content) helpful\??(?: ?yes ?no)?"
    r"|this page was not helpful because the content.{0,140}"
    r"|did you find what you were looking for\?.{0,20}"
    r"|report a problem (?:or mistake )?on this page.{0,20}"
    r"|has too little information|has too much information|is confusing|is out-of-date|other"
    r"|\d+ ?/ ?\d{3,4}|submit feedback|give feedback|feedback"
    r"|how (?:helpful|useful) was this page\??)$"
)
_ASKS = re.compile(r"was this page helpful|this page was not helpful because")


@strip("feedback")
def widget(tree: Tree) -> Iterator[Tag]:
    """The form with its question; in text, its lines."""
    yield from tree.classed(*_CLASSES)
    # USCIS calls its whole content column `#content.feedback`, so that class alone says nothing.
    yield from tree.with_id(*_IDS)
    yield from (form for form in tree.named("form", "fieldset") if _ASKS.search(fold(form.get_text(" ")).casefold()))
    asked = False
    for passage in tree.passages:
        line = fold(passage.text).casefold()
        if _LINE.match(line) and (asked or "page" in line or "looking for" in line):
            asked = True
            yield passage.tag
