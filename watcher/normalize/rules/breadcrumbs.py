"""The way from the site's front page to this one: "Home › About Us › …"."""

import re
from collections.abc import Iterator
from itertools import takewhile

from bs4 import Tag

from watcher.extend import lift, strip
from watcher.normalize.tree import Passage, Tree, words_of

_CLASSES = ("breadcrumb", "breadcrumbs", "usa-breadcrumb", "usa-breadcrumb__list", "uswds-breadcrumbs",
            "breadcrumb-container", "region-breadcrumb", "block-system-breadcrumb-block", "c-breadcrumb",
            "easy-breadcrumb", "crumbs", "crumb", "breadcrumb-nav")  # fmt: skip
_IDS = ("wb-bc", "breadcrumb", "breadcrumbs", "block-breadcrumbs", "block-uswds-iced#-gov-theme-breadcrumbs")
_HERE = re.compile(r"^(?:you are here:?|breadcrumbs?:?)$")
# A text capture numbers the steps: "1. Home 2. About Us …".
_STEPS = re.compile(r"^(?:breadcrumbs?:?\s*)?1\.\s+home\s+2\.\s.{1,300}$", re.IGNORECASE)
_STEP = re.compile(r"(?:^|\s)\d{1,2}\.\s+")
_FIRST_STEP = re.compile(r"(?i)^(?:1\. )?home$")
_MOST_STEPS = 8
_LONGEST_STEP = 140
_LATEST_START = 30
# Between the trail and the title only the label of an archived page stands.
_FARTHEST_TITLE = 3
_LINE = re.compile(r"^(?:you are here:?\s*)?(?:home|front page)\s*(?:[›»>/]\s*\S.{0,80}){1,8}$", re.IGNORECASE)


@lift("breadcrumb")
def breadcrumb(tree: Tree) -> str | None:
    """The steps joined by `›`."""
    for tag in tree.once(_trails):
        if steps := [step for step in _steps_of(tag) if step and not _HERE.match(step.casefold())]:
            return " › ".join(steps)
    return " › ".join(_STEP.sub("", words_of(tag)) for tag in tree.once(_lone_steps)) or None


def _steps_of(tag: Tag) -> list[str]:
    if entries := tag.find_all("li"):
        return [words_of(entry).strip(" ›»>/|") for entry in entries]
    words = _HERE.sub("", words_of(tag))
    if _STEPS.match(words):
        return _STEP.split(words)[1:]
    return [step.strip() for step in re.split(r"\s*[›»>|]\s*|\s/\s", words)]


@strip("breadcrumb")
def trail(tree: Tree) -> Iterator[Tag]:
    """The trail with its hidden heading."""
    yield from tree.once(_trails)
    yield from tree.once(_lone_steps)
    yield from tree.with_id("system-breadcrumb")
    yield from tree.lines(_HERE)


def _trails(tree: Tree) -> list[Tag]:
    found = [tag for tag in (*tree.classed(*_CLASSES), *tree.with_id(*_IDS)) if not tree.holds(tag, "main")]
    found += [tag for tag in tree.named("nav", "ol", "ul") if _is_labelled(tag)]
    found += [tag for tag in tree.named("ol", "ul") if _starts_at_home(tag)]
    found += [passage.tag for passage in tree.passages if _LINE.match(passage.text) or _STEPS.match(passage.text)]
    return found


def _starts_at_home(tag: Tag) -> bool:
    """A short list that begins with "Home": the steps of a trail, or a menu."""
    entries = tag.find_all("li", limit=3 * _MOST_STEPS)
    if not entries or words_of(entries[0]).lower() != "home" or len(entries) >= 3 * _MOST_STEPS:
        return False
    return all(len(words_of(entry)) <= _LONGEST_STEP for entry in entries)


def _lone_steps(tree: Tree) -> list[Tag]:
    """Steps that stand as lines of their own, from "Home" to the page's title, which is said again below."""
    passages = tree.passages
    for start, passage in enumerate(passages[:_LATEST_START]):
        if not _FIRST_STEP.match(passage.text) or passage.tag.name not in ("p", "h2", "h3"):
            continue
        steps = [*takewhile(_may_be_step, passages[start : start + _MOST_STEPS])]
        for count, step in enumerate(steps[1:], 2):
            words = _STEP.sub("", step.text)
            if not _is_title(tree, words):
                continue
            if any(later.text == words for later in passages[start + count : start + count + _FARTHEST_TITLE]):
                return [found.tag for found in steps[:count]]
    return []


def _may_be_step(passage: Passage) -> bool:
    return len(passage.text) <= _LONGEST_STEP and passage.tag.name != "h1"


def _is_title(tree: Tree, words: str) -> bool:
    """Whether the page may be called so; a text says nowhere what it is called."""
    headings = [words_of(tag) for tag in tree.named("h1")]
    return words in headings or words in tree.title or not (headings or tree.title)


def _is_labelled(tag: Tag) -> bool:
    return str(tag.get("aria-label") or "").strip().lower().startswith("breadcrumb")
