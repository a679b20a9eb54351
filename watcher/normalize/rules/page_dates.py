"""The page's dates of itself: "Last Updated: 02/05/2021", "Release Date: …"."""

import re
from collections.abc import Iterator
from datetime import date

from bs4 import Tag

from watcher.extend import lift, strip
from watcher.normalize.days import day_in
from watcher.normalize.tree import Passage, Tree, words_of
from watcher.text import fold

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_ELSEWHERE = {
    "ene": 1, "fév": 2, "abr": 4, "avr": 4, "mai": 5, "jui": 6, "juil": 7, "ago": 8, "aoû": 8, "dic": 12, "déc": 12,
}  # fmt: skip
"""Where Spanish or French months begin otherwise."""
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"\b(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|º)?\.?[\s-](?:de\s+)?([A-Za-zéû]{3,10})\.?,?(?:\s+del?)?[\s-](\d{4})\b"
)
_A_DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}-[A-Za-z]{3}-(?:\d{4}|\d{2})"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|er|º)? (?:de )?[A-Za-zéû]{3,10}\.?,?(?: del?)? \d{4}|[A-Za-z]{3,9} \d{4})"
)
_A_TIME = r"(?:(?:,? (?:at |- )?|T)\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{1,4}|[+-]\d\d:?\d\d)?)"
_WHEN = rf"(?:[A-Za-z]{{3,9}},? )?{_A_DATE}{_A_TIME}?"
_DAY_OF_THE_YEAR = r"(?:[A-Za-z]{3,9}\.?,? )?[A-Za-z]{3,9}\.? \d{1,2}"
_ALL_UPDATES = r"(?:\W*(?:see|show) all updates)?"
# GOV.UK tells both in one line; the later one is the page's date.
_PUBLISHED = rf"\W*(?:(?:date |first )?(?:published|posted|created))(?: on)?:?\s+{_WHEN}\W+(?=\w)"
_PUBLISHED_FIRST = re.compile(rf"^{_PUBLISHED}", re.IGNORECASE)
_LAST = (
    r"(?:(?:date(?: of)?|(?:this )?(?:web ?)?page(?: was)?|content|information)\s+)?"
    r"(?:last|latest|most recently)?\s*(?:content\s+(?=update))?"
)
_UPDATED = (
    r"(?:reviewed(?:\s*/\s*| or | and )(?:updated|modified)|(?:full |medical |technical |site )?(?:review|update)|"
    r"updated\s*/\s*reviewed|updated|update|modified|reviewed|revised|changed|"
    r"edited|checked|verified|(?:last )?published date|(?<=last )published|current(?= as of)|generated)"
    r"(?: date)?(?: on| as of)?"
)
_ELSEWHERE = (
    r"(?:(?:fecha de )?(?:la )?[úu]ltima (?:revisi[óo]n ?/ ?)?(?:actualizaci[óo]n|modificaci[óo]n|revisi[óo]n)|"
    r"(?:revisad[oa] ?/ ?)?(?:actualizad|modificad)[oa](?: el)?|"
    r"date de modification|mise à jour|dernière (?:mise à jour|modification)|mis à jour(?: le)?|"
    r"(?:最終)?更新(?:日|日時)?|掲載日|(?:최종)? ?(?:수정|등록|작성|업데이트) ?일(?:시|자)?)"
)
"""The same on Spanish, French, Japanese and Korean pages."""
_EASTERN = r"\d{4} ?[年년./-] ?\d{1,2} ?[月월./-] ?\d{1,2} ?[日일.]?(?: ?\d{1,2}:\d{2}(?::\d{2})?)?"
_BY = r"(?: by [\w .'-]{2,40})?"
_STAMPED = rf"(?:{_LAST}{_UPDATED}{_BY}(?: on)?|{_ELSEWHERE})\s*:?\s*(?:{_WHEN}|{_DAY_OF_THE_YEAR}|{_EASTERN}){_BY}"
_BESIDE = (
    r"(?:top|back to top|(?:contact )?(?:the )?webmaster|contact(?: us)?|privacy(?: policy)?|accessibility|disclaimer"
    r"|foia|home|print|url:? https?://\S+|(?:page )?owner:? [\w ,&-]{2,40})"
)
"""What may stand in the line of the stamp at the foot of an old page."""
_STAMP = re.compile(
    rf"^(?:{_PUBLISHED})?\W*{_STAMPED}(?:\W+{_STAMPED})?{_ALL_UPDATES}\W*"
    rf"(?:content source:.{{0,60}}|{_BESIDE}(?:\W+{_BESIDE})*\W*)?$",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(
    r"^(?:date )?(?:last )?(?:updated?|modified|reviewed(?:/updated)?|published date)(?: date)?:?$", re.IGNORECASE
)
_ALONE = re.compile(rf"^{_WHEN}{_ALL_UPDATES}$", re.IGNORECASE)
_NO_STAMPS = frozenset({"td", "th", "h1", "button", "summary"})
_RELEASED = re.compile(
    rf"^(?:release date|published|posted|date published|issued|publication date)(?: on)?:?\s*({_WHEN})$", re.IGNORECASE
)
_BLOCKS = (
    "last-updated",
    "reviewed-date",
    "page-last-updated",
    "date-modified",
    "pagedetails",
    "node-updated",
    "lastmod",
)
_IDS = ("block-lastupdated", "block-views-block-last-updated-block-block-1", "wb-dtmd",
        "block-uscis-design-lastreviewedupdateddate", "last-updated", "lastmodified", "last-modified")  # fmt: skip


@lift("updated")
def updated(tree: Tree) -> str | None:
    """The day the page says that it was last changed, as ISO date where it can be read."""
    for tag in tree.once(_stamps):
        time = tag if tag.name == "time" else tag.find("time")
        # On USCIS forms `datetime` is midnight Eastern in UTC, so the words count, the attribute only without them.
        day = iso_date(_PUBLISHED_FIRST.sub("", words_of(tag))) or (
            _marked(str(time.get("datetime") or ""), tree) if time else None
        )
        if day:
            return day
    modified = tree.meta(
        "article:modified_time", "dcterms.modified", "dc.date.modified", "last-modified", "og:updated_time"
    )
    return (_marked(modified, tree) or modified) if modified else None


@lift("published")
def published(tree: Tree) -> str | None:
    """The day the page says that it was first published."""
    for passage in tree.passages:
        if found := _RELEASED.match(passage.text):
            return iso_date(found.group(1)) or found.group(1)
    issued = tree.meta("article:published_time", "dcterms.issued", "dc.date.issued", "dc.date", "datepublished")
    return (_marked(issued, tree) or issued) if issued else None


@strip("last-updated")
def last_updated(tree: Tree) -> Iterator[Tag]:
    """The stamp alone in its block; never a date inside the content."""
    return iter(tree.once(_stamps))


def iso_date(text: str) -> str | None:
    """The first date in the text; numbers are read month first, as U.S. agencies write them.

    >>> iso_date("Last Updated: 02/05/2021"), iso_date("1 de abril de 2026"), iso_date("soon")
    ('2021-02-05', '2026-04-01', None)
    """
    if found := _ISO.search(text):
        return _day(found[1], found[2], found[3])
    if found := _NUMERIC.search(text):
        return _day(found[4] if len(found[4]) == 4 else f"20{found[4]}", found[1], found[3])
    if found := _MONTH_FIRST.search(text):
        return _day(found[3], _month(found[1]), found[2])
    if found := _DAY_FIRST.search(text):
        return _day(found[3], _month(found[2]), found[1])
    return None


def _marked(text: str, tree: Tree) -> str | None:
    """A date as machines are told it: an instant counts by its day where the page is written."""
    return day_in(text, tree.zone) or iso_date(text)


def _month(name: str) -> int:
    start = name[:3].lower()
    if start in _MONTHS:
        return _MONTHS.index(start) + 1
    return _MONTHS_ELSEWHERE.get(name[:4].lower()) or _MONTHS_ELSEWHERE.get(start, 0)


def _day(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _stamps(tree: Tree) -> list[Tag]:
    found = [tag for tag in (*tree.with_id(*_IDS), *tree.classed(*_BLOCKS)) if len(words_of(tag)) <= 120]
    for before, passage in zip([None, *tree.passages], tree.passages, strict=False):
        if len(passage.text) > 120 or (passage.tag.name in _NO_STAMPS and not _is_row(passage.tag)):
            continue
        words = fold(passage.text)
        if _STAMP.match(words) or _BARE_LABEL.match(words) or (_ALONE.match(words) and _is_label(before)):
            found.append(passage.tag)
    return found


def _is_row(tag: Tag) -> bool:
    """Whether it is the only cell of its row, as at the foot of a page that is laid out in a table."""
    row = tag.parent
    return tag.name == "td" and row is not None and len(row.find_all(["td", "th"])) == 1


def _is_label(passage: Passage | None) -> bool:
    return passage is not None and bool(_BARE_LABEL.match(fold(passage.text)))
