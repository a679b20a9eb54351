"""The frame that a site puts around every page: menus, headers, footers."""

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import Tag

from watcher.extend import stamp, strip
from watcher.normalize.tree import Passage, Tree, inside, words_of

_IN_CONTENT = frozenset({"main", "article"})
_FRAMES = frozenset({"nav", "header", "footer"})
_FOOTER = ("usa-footer", "usa-footer-container", "usa-identifier", "footer", "site-footer", "page-footer",
           "region-footer", "l-footer", "tsg-rwd-footer")  # fmt: skip
_FOOTER_IDS = ("footer", "page-footer", "site-footer", "wb-info", "colophon", "footer-wrapper")
# `dnn_FooterPane`, `footerTS`, `footer-wrap`, `SITE_FOOTER`: a frame's foot by name; a card has its own.
_FOOTER_WORD = re.compile(
    r"(?i)^(?:dnn_|site[-_]?|global[-_]?|main[-_]?)?footer(?:[-_]?(?:pane|wrap(?:per)?|ts))$|^site_?footer$"
)
_HEADER = ("usa-header", "usa-overlay", "site-header", "page-header-wrapper", "region-header", "l-header")
_HEADER_IDS = ("header", "masthead", "site-header", "page-header", "header-wrapper", "wb-bnr", "banner")
_MENU = ("usa-nav", "usa-sidenav", "navbar", "menu-block-wrapper", "block-menu", "main-menu", "region-navigation",
         "region-sidebar-first", "region-sidebar-second", "sidebar", "side-nav", "sidenav", "offcanvas", "menu--main",
         "off-canvas-control", "mobile-menu", "superfish", "dropdown-menu", "nav-menu")  # fmt: skip
_MENU_IDS = ("navigation", "main-menu", "navigation-wrapper", "block-mobilemenubar", "block-mainnavigation-3", "nav",
             "sidebar", "sidebar-first", "sidebar-second", "site-navigation", "menu", "mobile-nav",
             "quickLinks")  # fmt: skip
# `nv_nav_tm` (DNN), `tsg-rwd-nav-menu-frame` (AEM at State), `SITE_Banner_Links`: menus by name that hold links alone.
_MENU_WORD = re.compile(
    r"(?i)(?:^|[-_])(?:top|left|right|side|main|sub|local|global|section|utility|foot|footer|page|quick)?"
    r"(?:nav|menu|navbar|navigation|toolbar|dnnnav|banner_links?|site-resource|quicklinks)(?:[-_]|$)"
)
_MENU_HOLDERS = frozenset({"td", "tr", "table", "tbody", "div", "p", "ul", "ol", "font", "center"})
_MOST_MENUS = 8
_FARTHEST_HOLDER = 8
_MENU_SHARE = 0.85
_COPYRIGHT = re.compile(r"(?i)^(?:copyright\b|©|\(c\) (?:19|20)\d\d).{0,90}$")
_YEAR = re.compile(r"(?i)(?:©|copyright).{0,20}(?:19|20)\d\d")
_YEARS = re.compile(
    r"(?i)(?:©|\(c\) ?(?=(?:19|20)\d\d)|\bcopyright\b)\W{0,4}((?:(?:19|20)\d\d\s*[-–—]\s*)?(?:19|20)\d\d)\b"
)
_LONGEST_LEGAL = 240
_SKIP = re.compile(r"(?i)^(?:(?:skip|jump) (?:to|over) .{3,40}|skip nav(?:igation)?)$")
_TOP = re.compile(r"(?i)^(?:back|return) to top$")
_MOST_FOOT_LINES = 40
_LONGEST_FOOT_LINE = 60
_SENTENCE = re.compile(r"[a-z][.!?](?:\s|$)")
_LEGAL = (
    r"(?:privacy(?: policy| notice)?|contact(?: us)?|about(?: us)?|terms(?: of (?:use|service))?|site ?map|home|foia|"
    r"accessibility(?: statement)?|no fear act(?: data)?|disclaimers?|legal notices?|careers|jobs|donate|usa\.gov|"
    r"inspector general|the white house|website policies|site links|plug-ins|en español|top of page|back to top)"
)
_LEGAL_LINE = re.compile(rf"^{_LEGAL}(?:\s*[|·•]\s*{_LEGAL})+$")
_UTILITY = (
    r"(?:log ?in|log ?out|sign ?in|join(?: now| us)?|register|cart(?: \(\d+\))?|my account|donate|search|subscribe)"
)
_UTILITIES = re.compile(rf"(?i)^(?:welcome,? guest\W*)?{_UTILITY}(?:\s*[|·•/]?\s*{_UTILITY})+$")
_FEWEST = 3
_BRACKETED = re.compile(r"^(?:\[ ?[^\[\]]{1,40} ?\]\s*){2,}$")
_BETWEEN = re.compile(r"[\s\[\]|·•/]+")
_BLOCK_MENU = re.compile(r"(?i)^block-(?:.*-)?(?:main)?(?:navigation|menu)(?:-\d+)?$")


@strip("footer")
def footer(tree: Tree) -> Iterator[Tag]:
    """What stands at the foot of every page of the site."""
    yield from _outside_content(tree, [*tree.named("footer"), *tree.classed(*_FOOTER), *tree.with_id(*_FOOTER_IDS)])
    yield from _outside_content(tree, tree.marked(_FOOTER_WORD))
    yield from _without_content(tree, tree.with_role("contentinfo"))


@strip("copyright")
def copyright_line(tree: Tree) -> Iterator[Tag]:
    """The line that changes with the year, the footer's links before it and all."""
    for passage in tree.passages:
        if len(passage.text) < _LONGEST_LEGAL and _COPYRIGHT.match(_unlinked(passage)):
            yield passage.tag


@stamp("copyright-year", joins=False)
def copyright_year(text: str) -> Iterator[tuple[int, int]]:
    """The year alone, where the line says more: whose it is stays."""
    if "©" in text or "opyright" in text or "(c)" in text:
        yield from (found.span(1) for found in _YEARS.finditer(text))


def _unlinked(passage: Passage) -> str:
    """What a passage that names the year of a copyright says besides its links."""
    if not _YEAR.search(passage.text):
        return passage.text
    words = passage.text
    for link in passage.tag.find_all("a"):
        words = words.replace(words_of(link), "", 1)
    return words.strip(" |·•-–")


@strip("foot-lines")
def foot_lines(tree: Tree) -> Iterator[Tag]:
    """In a text, the few short lines below the last "Return to top"."""
    if tree.format != "text":
        return
    tops = [index for index, passage in enumerate(tree.passages) if _TOP.match(passage.text)]
    below = tree.passages[tops[-1] + 1 :] if tops else []
    if len(below) <= _MOST_FOOT_LINES and all(_is_foot_line(passage.text) for passage in below):
        yield from (passage.tag for passage in below)


def _is_foot_line(text: str) -> bool:
    """A name, or several run together; never a sentence."""
    return len(text) <= _LONGEST_FOOT_LINE or (len(text) <= _LONGEST_LEGAL * 2 and not _SENTENCE.search(text))


@strip("legal-line")
def legal_line(tree: Tree) -> Iterator[Tag]:
    """The footer's row of links, where only its words are left of it."""
    return iter(tree.lines(_LEGAL_LINE))


@strip("header")
def header(tree: Tree) -> Iterator[Tag]:
    """What stands at the head of every page of the site."""
    heads = [*tree.named("header"), *tree.classed(*_HEADER), *tree.with_id(*_HEADER_IDS)]
    # A header that holds the page's only main heading is the article's own, wherever it stands.
    yield from (tag for tag in _outside_content(tree, heads) if not _holds_the_title(tree, tag))
    yield from _without_content(tree, tree.with_role("banner"))


@strip("navigation")
def navigation(tree: Tree) -> Iterator[Tag]:
    """Menus, wherever they stand."""
    menus = [*tree.named("nav"), *tree.with_role("navigation", "menubar", "search"), *tree.classed(*_MENU)]
    menus += [*tree.with_id(*_MENU_IDS), *tree.marked(_BLOCK_MENU)]
    yield from (tag for tag in _without_content(tree, menus) if not _is_contents(tag))


@strip("menu")
def menu(tree: Tree) -> Iterator[Tag]:
    """What is called a menu and says nothing but links."""
    for tag in _outside_content(tree, tree.marked(_MENU_WORD)):
        if inside(tag, _FRAMES):
            continue
        if _is_all_links(tag) and not tree.holds(tag, "h1"):
            yield tag


@strip("home-menu")
def home_menu(tree: Tree) -> Iterator[Tag]:
    """On old pages, a cell or a row of links that begins with "Home"."""
    homes = [link for link in tree.named("a") if words_of(link).lower() == "home"]
    for link in _outside_content(tree, homes[:_MOST_MENUS]):
        around = islice(link.parents, _FARTHEST_HOLDER)
        holders = [parent for parent in around if parent.name in _MENU_HOLDERS and _starts_with(parent, link)]
        menus = [tag for tag in holders if len(tag.find_all("a", limit=3)) == 3 and _is_all_links(tag)]
        yield from _without_content(tree, menus[-1:])


@strip("side-cell")
def side_cell(tree: Tree) -> Iterator[Tag]:
    """On pages laid out by a table, the column of links beside the one that is the page."""
    for heading in tree.named("h1"):
        cell = heading.find_parent("td")
        beside = [*cell.find_previous_siblings("td"), *cell.find_next_siblings("td")] if cell is not None else []
        yield from (tag for tag in beside if len(tag.find_all("a", limit=_FEWEST)) == _FEWEST and _is_all_links(tag))


@strip("utility-links")
def utility_links(tree: Tree) -> Iterator[Tag]:
    """The row of links to log in, to join, to a cart."""
    for passage in tree.passages:
        if len(passage.text) <= _LONGEST_FOOT_LINE and _UTILITIES.match(passage.text) and passage.tag.find("a"):
            yield passage.tag


@strip("bracket-bar")
def bracket_bar(tree: Tree) -> Iterator[Tag]:
    """The bar that FrontPage makes: "[ Home ] [ Up ] [ Next ]"."""
    return (passage.tag for passage in tree.passages if _BRACKETED.match(passage.text) and _is_all_links(passage.tag))


def _is_all_links(tag: Tag) -> bool:
    words = len(_BETWEEN.sub("", words_of(tag)))
    linked = sum(len(_BETWEEN.sub("", words_of(link))) for link in tag.find_all("a"))
    return bool(words) and linked / words > _MENU_SHARE


def _starts_with(tag: Tag, link: Tag) -> bool:
    return tag.find("a") is link


@strip("skip-link")
def skip_link(tree: Tree) -> Iterator[Tag]:
    """The link past the frame, for those who listen to the page."""
    yield from tree.classed("skip-link", "skip-content", "usa-skipnav", "wb-sl", "skip-nav")
    yield from tree.with_id("skip-link", "skip-nav")
    links = (link for link in tree.named("a") if words_of(link)[:4].casefold() in ("skip", "jump"))
    yield from (link for link in links if _SKIP.match(link.get_text(" ", strip=True)))
    yield from tree.lines(_SKIP)


def _outside_content(tree: Tree, tags: list[Tag]) -> Iterator[Tag]:
    mains = {id(tag) for tag in tree.with_role("main")}
    for tag in _without_content(tree, tags):
        if not inside(tag, _IN_CONTENT) and not any(id(parent) in mains for parent in tag.parents):
            yield tag


def _without_content(tree: Tree, tags: list[Tag]) -> Iterator[Tag]:
    """A frame never holds the page itself; where a site's markup says so, the markup is wrong."""
    yield from (
        tag for tag in tags if tag.name not in ("body", "main", "html") and not tree.holds(tag, "main", "article")
    )


def _holds_the_title(tree: Tree, tag: Tag) -> bool:
    headings = tree.named("h1")
    return len(headings) == 1 and tag.find("h1") is headings[0] and len(words_of(tag)) < 600 and tag.find("nav") is None


def _is_contents(tag: Tag) -> bool:
    """Links to places on the same page: the reader shows them as contents."""
    links = [str(link.get("href") or "") for link in tag.find_all("a")]
    return len(links) > 1 and all(link.startswith("#") and len(link) > 1 for link in links) and inside(tag, _IN_CONTENT)
