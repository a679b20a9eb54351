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
_QUESTION = (
    r"(?:was this (?:page|article|information|content|answer|faq) helpful|this page was not helpful because the content"
    r"|did you find what you were looking for|how (?:helpful|useful) was this page)"
)
_CHOICE = (
    r"(?:yes|no|submit(?: feedback)?|cancel|has too little information|has too much information|is confusing"
    r"|is out[- ]of[- ]date|other|optional|\d+ ?/ ?\d{3,4})"
)
_MARK = r"[\s?:.*•-]|\((?: |x|\*)?\)|\[(?: |x)?\]|☐|☑|○|◯"
_LINE = re.compile(
    rf"^(?:{_MARK})*{_QUESTION}(?:(?:{_MARK})+(?:{_QUESTION}|{_CHOICE}))*(?:{_MARK})*$"
    r"|^this page was not helpful because the content.{0,140}$"
    r"|^did you find what you were looking for\?.{0,20}$"
    r"|^(?:help us improve (?:our|this) (?:web ?)?site|tell us what you think"
    r"|(?:we want to hear from you!? )?(?:please )?"
    r"(?:take|complete) (?:our|an?|this|the) (?:[\w-]+ ){0,4}survey)\b.{0,80}$"
    r"|^report a problem (?:or mistake )?on this page.{0,20}$"
)
# Words that are the widget's only after its question.
_AFTER = re.compile(
    rf"^(?:{_MARK})*(?:{_QUESTION}|{_CHOICE})(?:(?:{_MARK})+{_CHOICE})*(?:{_MARK})*$|^(?:give )?feedback$"
)
_LONGEST_LINE = 300
_ASKS = re.compile(r"was this page helpful|this page was not helpful because")


@strip("feedback")
def widget(tree: Tree) -> Iterator[Tag]:
    """The form with its question; in text, its lines."""
    yield from tree.classed(*_CLASSES)
    # USCIS calls its whole content column `#content.feedback`, so that class alone says nothing.
    yield from tree.with_id(*_IDS)
    asking = (form for form in tree.named("form", "fieldset") if _ASKS.search(fold(form.get_text(" ")).casefold()))
    yield from (form for form in asking if not tree.is_page(form))
    yield from _lines(tree)


def _lines(tree: Tree) -> Iterator[Tag]:
    """The question's line, then the lines of the choices right after it."""
    open_widget = False
    for passage in tree.passages:
        line = fold(passage.text).casefold() if len(passage.text) <= _LONGEST_LINE else ""
        open_widget = bool(_LINE.match(line)) or (open_widget and bool(_AFTER.match(line)))
        if open_widget:
            yield passage.tag
