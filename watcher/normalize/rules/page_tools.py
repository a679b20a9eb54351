"""What a page offers to do with itself: "Expand all", "Printer-friendly version", the mark beside a heading."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, inside, words_of

_PANELS = r"(?:expand|collapse|open|close|show|hide) all(?: (?:sections|questions|answers|panels))?"
_PRINT = (
    r"(?:print(?:er)?[- ]friendly(?: version)?|pdf version|send (?:by|via) email|print this (?:page|article)"
    r"|save as pdf)"
)
_TOOL = (
    r"(?:(?:print|e-?mail|share|bookmark|save|listen)(?: (?:this )?page)?|(?:text|font)[ -]size"
    r"|(?:increase|decrease|reset|larger|smaller|normal) (?:text|font)(?:[ -]size)?|a[+-]{1,2}|[+-]?a)"
)
_ONE_TOOL = r"(?:(?:print|e-?mail|bookmark|listen to) (?:this )?page|print|(?:text|font)[ -]size:?|a[+-]{1,2})"
_LINE = re.compile(
    rf"^{_TOOL}(?:[\s|:/•·,]+{_TOOL})+$|^{_ONE_TOOL}$"
    rf"|^{_PANELS}(?:\W+{_PANELS})*\W*$|^{_PRINT}(?:\W+{_PRINT})*\W*$"
    r"|^(?:(?:on|in|inside) this page|page contents|table of contents|(?:jump|skip) to(?: an?)? section)\W*$"
    r"|^(?:copy|get) link$|^(?:copy )?link to (?:this )?(?:question|answer|section)$"
    r"|^(?:edit|view|improve) this page(?: on github| source)?$|^view (?:page )?source$"
    r"|^report (?:an? )?(?:issue|bug)(?: with this page)?$|^printed from:? \S.{0,200}$"
    r"|^(?:bookmark the )?permalink\.?$|^page id:? ?[\w-]{4,40}$"
    r"|^(?:leave a (?:comment|reply)|no comments(?: yet)?|comments (?:are )?(?:closed|off)\.?)$"
    r"|^this site uses akismet to reduce spam\..{0,80}$"
    r"|^you are using an? (?:outdated|old|unsupported) (?:web )?browser\b.{0,160}$"
    r"|^powered by [\w.-]+(?: [\w.-]+){0,3}$"
)
_BAR = re.compile(
    r"(?i)^(?:page-?(?:tools|actions|utilities)|print-?(?:tools|links?|buttons?|email-share)"
    r"|(?:font|text)-?(?:size|resiz)(?:er?)?(?:-(?:widget|controls?|buttons?))?)$"
)
_LONGEST_BAR = 150
_ICONS = ("material-icons", "material-icons-outlined", "material-symbols-outlined", "material-symbols-rounded")
_LONGEST_ICON = 40
_OPENS = re.compile(r"^(?:[+−–-]|\[[+−–-]\]|[▲▼▴▾►▶▸◄›»⌃⌄])$")
_OPENING = frozenset({"h2", "h3", "h4", "h5", "h6", "button", "summary", "dt"})
_ANCHOR = re.compile(
    r"(?i)^(?:header-?link|heading-?(?:link|anchor)|header-?anchor|anchor(?:-?js)?-?link|section-?link|permalink)$"
)
_SIGN = re.compile(r"(?i)^\W{0,2}$|^(?:(?:copy )?link(?: to (?:this )?(?:heading|section))?|permalink)$")
_PLAYER = re.compile(r"(?i)^(?:video-js|vjs-control-bar|mejs-(?:container|controls)|jwplayer|plyr(?:__controls)?)$")
_CHAT = re.compile(
    r"(?i)^(?:(?:live-?)?chat-?(?:widget|box|bubble|window|bot|container)|emma-.*|ask-emma|intercom-.*|drift-.*|tawk-.*)$"
)


@strip("page-tools")
def tools(tree: Tree) -> Iterator[Tag]:
    """The buttons and links, in lines of their own, and what such lines say of the software."""
    yield from tree.lines(_LINE)
    yield from (tag for tag in tree.marked(_BAR) if len(words_of(tag)) <= _LONGEST_BAR and not tree.is_page(tag))


@strip("icon")
def icon(tree: Tree) -> Iterator[Tag]:
    """What a font draws as a picture; in a heading or a button, the sign that something opens."""
    yield from (tag for tag in tree.classed(*_ICONS) if len(words_of(tag)) <= _LONGEST_ICON)
    signs = (
        tag for tag in tree.named("span", "i", "em", "b") if len(tag.contents) == 1 and _OPENS.match(words_of(tag))
    )
    yield from (tag for tag in signs if inside(tag, _OPENING))


@strip("heading-anchor")
def anchor(tree: Tree) -> Iterator[Tag]:
    """The sign by which one copies a link to a heading."""
    return (tag for tag in tree.marked(_ANCHOR) if tag.name in ("a", "button") and _SIGN.match(words_of(tag)))


@strip("player")
def player(tree: Tree) -> Iterator[Tag]:
    """The buttons and counters of a film."""
    return iter(tree.marked(_PLAYER))


@strip("chat")
def chat(tree: Tree) -> Iterator[Tag]:
    """The box that offers a conversation."""
    return (tag for tag in tree.marked(_CHAT) if not tree.holds(tag, "main", "h1"))
