"""The label on a page its publisher no longer keeps up: "Archived Content"."""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from urllib.parse import urlsplit

from bs4 import Tag

from watcher.extend import lift, stamp, strip
from watcher.normalize.tree import Passage, Tree, words_of
from watcher.text import fold

_HEADING = re.compile(
    r"^archived? (?:content|page|information|document|material|web ?page)[:.]?$|^archived[:.]?$"
    r"|^(?:contenido|información|página|documento) archivad[oa][:.]?$"
)
# ed.gov prints the words alone over the page.
_ALONE = re.compile(r"^archived (?:information|content|document|page)$")
_NOTICE = re.compile(
    r"^(?:archived?(?: content| page| information)?[:.!]? ?[-:]? ?)?(?:note:? |notice:? |please note:? |alert:? )?(?:"
    # ICE, DHS, CISA
    r"in an effort to keep .{2,60} current, (?:the|this) archive contains"
    # USCIS
    r"|the information on this page is out of date\. however, some of the content may still be useful"
    # ICE stubs of 2015, CBP and many others
    r"|(?:the |this |the following )(?:\w+ ){0,2}?(?:information|page|web ?page|content|document|material|site|website|"
    r"news release|press release|article|faq|guidance)(?: (?:on|in) this (?:page|section|document))?"
    r" (?:has been|is|was)(?: now| an?)? archive[d]?\b"
    r"|this (?:page|website|site|is(?: an?)?) ?(?:is an?|contains|is)? ?(?:historical|archived) "
    r"(?:content|material|information|page|document|web ?page|website)\b"
    r"|you are viewing (?:an )?archived "
    # State, EPA
    r"|this site is not updated\. the content below was released online prior to\b"
    r"|this is not the current (?:[\w .-]{2,60} )?web ?site\b"
    # Labor, and whoever warns in a few words
    r"|archived (?:news release|page|content|document|information)\W+(?:caution:? )?(?:the )?information may\b"
    r"|(?:the )?(?:information|content|material|this page)(?: on this (?:page|site))? is no longer current\b.{0,40}"
    r"\b(?:archiv|retained|kept|historical)"
    r"|(?:historical|archived) content[.:]? ?(?:this \w+ is .{0,60}?)?(?:provided )?for reference only\b"
    r"|archived on (?:[a-z]{3,9}\.? \d{1,2}, \d{4}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4})\.?$"
    # Canada.ca, under its heading
    r"|information identified as archived is provided for reference\b"
    r"|this (?:page|web ?page|content|document|information|material|article) is (?:being )?(?:kept|provided|retained)"
    r" (?:here )?(?:online )?(?:for|as an?) (?:historical|archival|reference)\b"
    # GOV.UK
    r"|this (?:\w+ ){1,3}was withdrawn on \d{1,2} \w+ \d{4}\.?$"
    r"|this (?:page|web ?page|content|document|information) is no longer (?:being )?(?:updated|maintained)\b(?! by)"
    r"|(?:esta|este|la|el) (?:página|contenido|información|documento)(?: \w+){0,3} (?:ha sido|fue|está) archivad[oa]\b"
    r")"
)
_WARNS = re.compile(
    r"\b(?:archive[sd]?|information|content|page|material)\b.{0,120}"
    r"\b(?:outdated|out[- ]of[- ]date|no longer|may not|not (?:reflect|be)|for reference)\b"
)
_MARKED_TITLE = re.compile(r"archived:\s|[(\[]archived[)\]]|.{3,200}\s[(\[]archived[)\]](?:\s*[|–-]|$)", re.IGNORECASE)
_LONGEST_LABEL = 600
_TOP = 12
"""Passages among which a label without a sentence is looked for."""
_EARLY = 30
"""…and one whose sentence is worded anew: a banner and a trail may stand above it."""
_BOXES = frozenset({"usa-alert", "archive-header-item", "gem-c-notice"})
# ICE's stubs of 2015 say it in the middle of a paragraph.
_SENTENCE = re.compile(
    r"(?:(?<=[.!?] )|(?<=[.!?]\u00a0)|^)\s*(?:This|The) (?:information|page|content) (?:is|has been) "
    r"archived as a result of\b.{3,300}?(?:(?<=\w{4})[.](?=\s|$)|$)"
)
# Pages that moved there have a path of their own below it (dhs.gov/archive/…), so only known sections are lists.
_INDEX_PATH = re.compile(
    r"/archives?(?:/(?:news|blog|press-releases|news-releases|speeches|publications))?/?$", re.IGNORECASE
)
_NOT_A_LABEL = frozenset({"li", "td", "th", "blockquote", "nav", "footer", "dd", "button"})


@lift("archived")
def archived(tree: Tree) -> str | None:
    """The label's own words, or None on a live page."""
    if _is_index(tree):
        return None
    words = [passage.text for passage in tree.once(_label)]
    if words:
        return ": ".join(word.rstrip(": ") for word in words)
    if "archived as a result of" in tree.words and (found := _SENTENCE.search(tree.words)):
        return found.group().strip()
    return _title_mark(tree)


@stamp("archive-sentence")
def sentence(text: str) -> Iterator[tuple[int, int]]:
    """The label where it is one sentence among others."""
    if "archived as a result of" in text:
        yield from (found.span() for found in _SENTENCE.finditer(text))


@strip("archive-label")
def label(tree: Tree) -> Iterator[Tag]:
    """The label, so that archiving a page is not also an edit to its text; on an index of archived things too."""
    for passage in tree.once(_label):
        yield _box(passage.tag)


def _label(tree: Tree) -> list[Passage]:
    """The passages of the first label: its heading if it has one, then its sentences."""
    passages = [passage for passage in tree.passages if not _lies_among_words(passage.tag)]
    for at, passage in enumerate(passages):
        if not _is_notice(passage) or passage.tag.name in _NOT_A_LABEL:
            continue
        before = [one for one in passages[at - 1 : at] if _HEADING.match(fold(one.text).casefold())]
        return [*before, *takewhile(_is_notice, passages[at:])]
    return _reworded(passages[:_EARLY]) or [passage for passage in passages[:_TOP] if _is_alone(passage)][:1]


def _reworded(passages: list[Passage]) -> list[Passage]:
    """The heading "Archived Content" over a sentence that warns, in whatever words, that it is not current."""
    for heading, sentence in pairwise(passages):
        words = fold(sentence.text).casefold() if len(sentence.text) <= _LONGEST_LABEL else ""
        if _HEADING.match(fold(heading.text).casefold()) and _WARNS.search(words):
            return [heading, sentence]
    return []


def _lies_among_words(tag: Tag) -> bool:
    """In an entry, a quotation, a cell: it speaks of something else; but the cell with the heading is the page."""
    parent = tag.parent
    while parent is not None:
        if parent.name in _NOT_A_LABEL and (parent.name != "td" or parent.find("h1") is None):
            return True
        parent = parent.parent
    return False


def _is_alone(passage: Passage) -> bool:
    """Whether two words over the page are all that is said of it; a link of these words leads to the archive."""
    words = fold(passage.text).casefold()
    return passage.tag.name in ("p", "div") and bool(_ALONE.match(words)) and passage.tag.find("a") is None


def _is_notice(passage: Passage) -> bool:
    return len(passage.text) <= _LONGEST_LABEL and bool(_NOTICE.match(fold(passage.text).casefold()))


def _box(tag: Tag) -> Tag:
    """The alert box around a passage that holds nothing else, or its heading besides."""
    holder, words = tag.parent, words_of(tag)
    if holder is not None and _HEADING.match(fold(words_of(holder).removesuffix(words)).casefold()):
        return holder
    for parent in tag.parents:
        classes = parent.get("class") or ()
        if not _BOXES.isdisjoint(classes):
            return parent
    return tag


def _title_mark(tree: Tree) -> str | None:
    """ICE marks the title too: `Archived: … | ICE`; on its own it is a label as well."""
    return "Archived" if _MARKED_TITLE.match(tree.title) else None


def _is_index(tree: Tree) -> bool:
    """A list of archived things prints the label over the list (uscis.gov/archive?…); it is not archived itself."""
    if _INDEX_PATH.search(urlsplit(tree.url).path) and not tree.url.lower().endswith((".html", ".htm")):
        return True
    listing = tree.classed("views-exposed-form", "pager", "usa-pagination", "views-mini-pager")
    headings = [tree.title, *(tag.get_text() for tag in tree.named("h1"))]
    return bool(listing) and any(re.search(r"\barchives?\b", words, re.IGNORECASE) for words in headings)
