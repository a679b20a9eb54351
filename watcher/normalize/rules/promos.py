"""What a site shows beside its pages by turns: related stories, carousels, promotions."""

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, words_of
from watcher.text import fold

_MARK = re.compile(
    r"(?i)^(?:carousel.*|.*-carousel|slick-slider|slideshow|flexslider|swiper.*|rotator|promo(?:tion)?s?|promo-.*|.*-promo|"
    r"advertisement|ad-(?:slot|container|wrapper|banner|unit)|adsbygoogle|google-ad.*|sponsored(?:-.*)?|countdown|ticker|"
    r"nr-related.*|related-(?:articles|content|posts|news|stories)|sidebar-second|layout-sidebar-(?:first|second)|"
    r"(?:usa-)?site-?(?:wide-?)?alert.*|block-sitewidealert|emergencyalert|weather-widget|recommended.*|you-may-also-like)$"
)
# Lists of other pages, newest first, that page builders and city portals put below or beside a page.
_STORIES = re.compile(
    r"(?i)^(?:jp-relatedposts|yarpp(?:-.*)?|crp_related|widget_recent_entries|recent-posts.*|latest-?(?:news|posts)|"
    r"et_pb_blog(?:_.*)?|et_pb_posts|elementor-posts.*|wp-block-(?:latest-posts|query)|widget(?:News|Calendar)|"
    r"(?:vision_)?(?:calendar|news|weather)[-_]widget|upcoming-events|(?:popular|trending)-(?:posts|stories)|l-related|related-(?:resources|pages|items|reading)|summary-v2-block|"
    r"comments-area|comment-respond|wp-block-comments|comment-?list|disqus_thread|(?:twitter|facebook|instagram|social|juicer)-(?:timeline|feed))$"
)
_HEADED = re.compile(
    r"^(?:(?:related|recent|latest|popular|trending|featured|other|more) (?:content|news|posts|articles|stories|blogs|"
    r"news and events|headlines|press releases|news releases)|(?:upcoming|coming) events|events calendar|"
    r"(?:events )?calendar|news flash|you (?:may|might) also (?:like|be interested in)|in the news|what's new|"
    r"most (?:read|popular|viewed|requested)|trending(?: now)?|people also read|recommended for you|read next):?$"
)
_MOST = 0.4
"""A list that holds more of the page than this is the page."""
_FARTHEST = 4
_LINKED = 0.25
"""Of the words under such a heading; dates and places may stand beside the titles."""


@strip("promo")
def rotating(tree: Tree) -> Iterator[Tag]:
    """Boxes of changing links that are no part of the page."""
    yield from (tag for tag in tree.marked(_MARK) if _is_beside(tree, tag))
    yield from (tag for tag in tree.named("aside") if tag.get("role") == "complementary" and _is_beside(tree, tag))


@strip("other-stories")
def stories(tree: Tree) -> Iterator[Tag]:
    """Lists of other pages, by their name or their heading: "Recent Posts", "Upcoming Events"."""
    named = tree.marked(_STORIES)
    headed = [_under(heading) for heading in tree.named("h2", "h3", "h4", "h5") if _is_heading_of_stories(heading)]
    for tag in (*named, *(box for box in headed if box is not None)):
        if _is_beside(tree, tag) and len(words_of(tag)) < _MOST * len(tree.words):
            yield tag


def _is_heading_of_stories(heading: Tag) -> bool:
    return bool(_HEADED.match(fold(words_of(heading)).casefold()))


def _under(heading: Tag) -> Tag | None:
    """The box that begins with this heading and holds titles that are links, and no other heading as high."""
    for box in islice(heading.parents, _FARTHEST):
        if box.find(True) is None or not words_of(box).startswith(words_of(heading)):
            return None
        if words_of(box) != words_of(heading):
            return box if _is_linked(box, heading) and len(box.find_all(heading.name)) == 1 else None
    return None


def _is_linked(box: Tag, heading: Tag) -> bool:
    """Whether what stands under the heading is titles rather than sentences."""
    linked = sum(len(words_of(link)) for link in box.find_all("a"))
    return linked > _LINKED * (len(words_of(box)) - len(words_of(heading)))


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
