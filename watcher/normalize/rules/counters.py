"""What differs at every visit: view counters, the date of the day, "2 hours ago", "Page generated"."""

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from watcher.extend import stamp, strip
from watcher.normalize.tree import Tree, words_of
from watcher.text import fold

_VIEWS = re.compile(
    r"\b(?:number of views\s*[:(]\s*[\d,]+\)?|(?:page|post) views?\s*:\s*[\d,]+"
    r"|(?:this page has been )?viewed [\d,]+ times\.?"
    r"|this page has been (?:accessed|visited) [\d,]+ times)",
    re.IGNORECASE,
)
_VISITS = r"(?:page ?views?|views?|hits|visits|visitors|downloads|조회(?:수| ?건수)?|방문자(?: ?수)?|閲覧数|アクセス数)"
_COUNT = re.compile(
    rf"^(?:(?:total |today's )?{_VISITS}|comments?|likes?)\s*[:(]\s*[\d,]+(?: times)?\)?$"
    r"|^[\d,]+ (?:views|reads|hits|comments?|shares?|votes?|likes?|replies"
    r"|(?:thoughts?|responses?|replies) (?:on|to) .{1,200})$"
    r"|^(?:you are |our )?visitor(?: (?:number|no\.?|count(?:er)?))?\s*[:#]?\s*[\d,]+"
    r"(?: (?:to this (?:page|site) )?since .{4,30})?\.?$"
    r"|^(?:today|오늘)\s*:\s*[\d,]+\W+(?:total|전체)\s*:\s*[\d,]+$"
    r"|^(?:[\d,]+ ?- ?[\d,]+ of )?[\d,]+ (?:items|results)(?: found)?$|^\d{1,2} min(?:ute)?s? read$"
    r"|^[\d,.]+[km]? (?:followers|subscribers|fans)$|^by .{2,60} \W [\d,]+ comments?$"
    r"|^(?:rating:? )?[\d.]+ ?/ ?(?:5|10)\W{1,4}[\d,]+ (?:votes?|ratings?|reviews?)\W?$"
    r"|^(?:total |unique |page |site )?(?:views?|visits?|hits?|views? count|hit counter|times viewed)\s*:?\s*"
    r"[\d,.]+[km]?$"
    r"|^(?:read|viewed|downloaded|visited) [\d,]+ times\.?$|^[\d,]+ page views$|^[\d.]+[km] views$"
    r"|^(?:number of )?visit(?:s|ors)? since [\w ,]{4,20}:\s*[\d,]+$|^\(visited [\d,]+ times\b.{0,30}\)$"
    r"|^there (?:is|are) currently [\d,]+ users? online\.?$|^average: [\d.]+ \([\d,]+ votes?\)$"
    r"|^(?:average )?rating:? [\d.]+(?: out of (?:5|10))?(?: stars?)?\W{1,4}[\d,]+ (?:votes?|ratings?|reviews?)\W?$"
    r"|^[\d,]+ people (?:like|liked) this\.?$"
    r"|^[\d,]+(?: (?:out )?of [\d,]+)? (?:people|users|visitors|readers) (?:have )?found this"
    r"(?: (?:page|answer|article|information|content))? (?:helpful|useful)\.?$"
    r"|^we have [\d,]+ guests?(?: and (?:no|[\d,]+) members?)? online$",
    re.IGNORECASE,
)
_METERS = re.compile(r"(?i)^(?:(?:rt-|entry-|estimated-)?reading-time|(?:post|page|entry)-views(?:-(?:count|label))?)$")
_COUNTED = re.compile(r"^(?:page ?views?|views|hits|조회(?:수| ?건수)?|閲覧数):?$", re.IGNORECASE)
_NUMBER = re.compile(r"^[\d,]+$")
_AGO = re.compile(
    r"^(?:last )?(?:posted |updated |published )?(?:\d+|an?) (?:second|minute|hour|day|week|month|year)s? ago$",
    re.IGNORECASE,
)
_WAITING = re.compile(r"^(?:loading|please wait)\W*$|^loading[\w ]{0,30}(?:\.{3}|,? please wait)\W*$", re.IGNORECASE)
_SUM = re.compile(r"^(?:math question\W*|what is )?\d+ ?[+×x*-] ?\d+ ?[=?]$", re.IGNORECASE)
_INLINE = ("span", "small", "time", "em", "i", "label", "a")
_LONGEST_INLINE = 40
_TODAY = re.compile(
    r"^(?:today(?: is|:)?\s*)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,? [A-Z][a-z]+ \d{1,2},? \d{4}"
    r"(?:,? \d{1,2}:\d{2}.{0,12})?$"
    r"|^(?:your )?last visit(?:ed)?(?: on)?:? .{6,40}$",
    re.IGNORECASE,
)
_WEATHER = re.compile(
    r"^(?:currently:? )?-?\d{1,3} ?°(?: ?[fc]\b)?"
    r"(?:\W*(?:(?:partly|mostly|light|heavy) )?(?:clear|sunny|cloudy|overcast|fair|rain"
    r"|snow|showers|drizzle|fog|haze|mist|wind|windy|thunderstorms?))?(?:,? humidity:? \d+ ?%)?$"
)
_GENERATED = re.compile(
    r"^(?:page (?:generated|rendered|processed|loaded|created)|generated (?:in|at|on)|server time|current time"
    r"|retrieved (?:on|at))\b.{0,90}$|^served (?:by|from|in) (?=\S*\d)\S+(?: (?:in|at) [\d.:]+ ?m?s?)?$"
    r"|^printed on\b(?=.*\d{4}).{0,40}$",
    re.IGNORECASE,
)
_DATE_CLASSES = ("DATE_object", "eonCurDate", "current-date", "currentdate", "todays-date", "SkinDate", "wx-widget")


@stamp("view-counter")
def views(text: str) -> Iterator[tuple[int, int]]:
    """How often the page was seen: "Number of views (4099)"."""
    if "iew" in text or "page has" in text:
        yield from (found.span() for found in _VIEWS.finditer(text))


@strip("view-count")
def count(tree: Tree) -> Iterator[Tag]:
    """The count alone in its line, among an article's particulars, or in the cells that its label heads."""
    yield from _alone(tree, _COUNT)
    yield from tree.marked(_METERS)
    yield from (tag for tag in tree.named("dd") if _COUNT.match(words_of(tag)))
    for label in tree.named("th", "dt"):
        if len(label.contents) == 1 and _COUNTED.match(words_of(label)):
            yield from _counts(label)


def _counts(label: Tag) -> Iterator[Tag]:
    """The number beside the label; else those of the column below it."""
    beside = label.find_next_sibling(True)
    if isinstance(beside, Tag) and beside.name in ("td", "dd"):
        yield from [beside] if _NUMBER.match(words_of(beside)) else []
        return
    place = len(label.find_previous_siblings(["th", "td"]))
    table = label.find_parent("table")
    for row in table.find_all("tr") if table is not None else ():
        yield from (cell for cell in row.find_all("td")[place : place + 1] if _NUMBER.match(words_of(cell)))


@strip("relative-time")
def ago(tree: Tree) -> Iterator[Tag]:
    """How long ago by now: "2 hours ago"."""
    return _alone(tree, _AGO)


@strip("waiting")
def waiting(tree: Tree) -> Iterator[Tag]:
    """What stands until a script has run."""
    return _alone(tree, _WAITING)


@strip("sum-for-people")
def captcha(tree: Tree) -> Iterator[Tag]:
    """The sum in a form that tells people from robots, another one at every visit."""
    return (tag for tag in _alone(tree, _SUM) if tag.find_parent("form") is not None)


@strip("date-of-the-day")
def today(tree: Tree) -> Iterator[Tag]:
    """The day of the visit, outside the content; in a table only above the heading, where pages are laid out so."""
    yield from tree.classed(*_DATE_CLASSES)
    above = True
    for passage in tree.passages:
        above = above and passage.tag.name != "h1"
        held = ["main", "article"] if above else ["main", "article", "table"]
        if _TODAY.match(passage.text) and passage.tag.find_parent(held) is None:
            yield passage.tag


@strip("weather")
def weather(tree: Tree) -> Iterator[Tag]:
    """The weather outside by now; in a table degrees are figures."""
    return (tag for tag in _alone(tree, _WEATHER) if tag.find_parent("table") is None)


@strip("page-generated")
def generated(tree: Tree) -> Iterator[Tag]:
    """When or how fast the server made the page."""
    return iter(tree.lines(_GENERATED))


def _alone(tree: Tree, pattern: re.Pattern[str]) -> Iterator[Tag]:
    """Lines, or elements within a line, that say this and nothing else."""
    yield from tree.lines(pattern)
    yield from (tag for tag, words in tree.once(_inline) if pattern.match(words))


def _inline(tree: Tree) -> list[tuple[Tag, str]]:
    """The elements within lines that hold a few words and no other element, letters and spaces made alike."""
    pieces = [(tag, tag.contents[0]) for tag in tree.named(*_INLINE) if len(tag.contents) == 1]
    return [
        (tag, fold(str(words)).casefold())  # a node of the tree would be remembered with all its tree
        for tag, words in pieces
        if isinstance(words, NavigableString) and 0 < len(words) <= _LONGEST_INLINE
    ]
