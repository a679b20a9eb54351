"""The way from the site's front page to this one: "Home › About Us › …"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import lift, strip
from watcher.normalize.tree import Tree, words_of

_CLASSES = ("breadcrumb", "breadcrumbs", "usa-breadcrumb", "usa-breadcrumb__list", "uswds-breadcrumbs",
            "breadcrumb-container", "region-breadcrumb", "block-system-breadcrumb-block", "c-breadcrumb",
            "easy-breadcrumb", "crumbs", "crumb", "breadcrumb-nav")  # fmt: skip
_IDS = ("wb-bc", "breadcrumb", "breadcrumbs", "block-breadcrumbs", "block-uswds-iced#-gov-theme-breadcrumbs")
_HERE = re.compile(r"^(?:you are here:?|breadcrumbs?:?)$")
_LINE = re.compile(r"^(?:you are here:?\s*)?(?:home|front page)\s*(?:[›»>/]\s*\S.{0,80}){1,8}$", re.IGNORECASE)


@lift("breadcrumb")
def breadcrumb(tree: Tree) -> str | None:
    """The steps joined by `›`."""
    for tag in _trails(tree):
        steps = [words_of(step).strip(" ›»>/|") for step in tag.find_all("li")]
        if not steps:
            steps = [step.strip() for step in re.split(r"\s*[›»>|]\s*|\s/\s", _HERE.sub("", words_of(tag)))]
        steps = [step for step in steps if step and not _HERE.match(step.casefold())]
        if steps:
            return " › ".join(steps)
    return None


@strip("breadcrumb")
def trail(tree: Tree) -> Iterator[Tag]:
    """The trail with its hidden heading."""
    yield from _trails(tree)
    yield from tree.with_id("system-breadcrumb")
    yield from tree.lines(_HERE)


def _trails(tree: Tree) -> list[Tag]:
    found = [tag for tag in (*tree.classed(*_CLASSES), *tree.with_id(*_IDS)) if not tree.holds(tag, "main")]
    found += [tag for tag in tree.named("nav", "ol", "ul") if _is_labelled(tag)]
    # A text capture numbers the steps: "1. Home 2. About Us …".
    for tag in tree.named("ol"):
        first = tag.find("li")
        if first is not None and first.get_text().strip().lower() == "home":
            found.append(tag)
    found += [passage.tag for passage in tree.passages if _LINE.match(passage.text)]
    return found


def _is_labelled(tag: Tag) -> bool:
    return str(tag.get("aria-label") or "").strip().lower().startswith("breadcrumb")
