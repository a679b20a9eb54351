"""What a site shows beside its pages by turns: related stories, carousels, promotions."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, words_of

_MARK = re.compile(
    r"(?i)^(?:carousel.*|.*-carousel|slick-slider|slideshow|flexslider|swiper.*|rotator|promo(?:tion)?s?|promo-.*|.*-promo|"
    r"nr-related.*|related-(?:articles|content|posts|news|stories)|sidebar-second|layout-sidebar-(?:first|second)|"
    r"(?:usa-)?site-?(?:wide-?)?alert.*|block-sitewidealert|emergencyalert|weather-widget|recommended.*|you-may-also-like)$"
)


@strip("promo")
def rotating(tree: Tree) -> Iterator[Tag]:
    """Boxes of changing links that are no part of the page."""
    yield from (tag for tag in tree.marked(_MARK) if _is_beside(tree, tag))
    yield from (tag for tag in tree.named("aside") if tag.get("role") == "complementary" and _is_beside(tree, tag))


@strip("sidebar")
def sidebar(tree: Tree) -> Iterator[Tag]:
    """A column that holds mostly links: the site's menu under another name."""
    for tag in tree.named("aside"):
        words = len(words_of(tag).split())
        linked = sum(len(words_of(link).split()) for link in tag.find_all("a"))
        if words and linked / words > 0.7 and _is_beside(tree, tag):
            yield tag


def _is_beside(tree: Tree, tag: Tag) -> bool:
    return not tree.holds(tag, "main", "h1")
