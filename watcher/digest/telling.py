"""One entry in words, before any layout."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from watcher.digest import wording
from watcher.digest.excerpt import Hunk, hunks, left_out
from watcher.model import Entry
from watcher.text import fold, shorten, slug, tidy, visible
from watcher.urls import shown

COMPARE, LIVE = "Compare", "Live"
_SUMMARY, _NAME, _STEP, _PLACE, _ADDRESS = 240, 120, 90, 300, 600


@dataclass(frozen=True, slots=True)
class Link:
    """Where to look next; the address is a command to type where no pages are published."""

    label: str
    address: str

    @property
    def href(self) -> str:
        """The address if it can be followed, else nothing."""
        return self.address if is_followable(self.address) else ""

    @property
    def shown(self) -> str:
        """What stands on the page for the link."""
        return self.label if self.label == COMPARE else shorten(visible(shown(self.address)), 90)


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that is said of one entry, every piece on one line and safe to show."""

    number: int
    severity: str
    glyph: str
    summary: str
    place: str
    interval: str
    notes: tuple[str, ...]
    hunks: tuple[Hunk, ...]
    more: str
    links: tuple[Link, ...]


def telling(number: int, entry: Entry, public_url: str) -> Telling:
    """The entry in words."""
    level = entry.finding.level
    unseen = left_out(entry.finding)
    return Telling(
        number=number,
        severity=level.name,
        glyph=wording.GLYPHS[level],
        summary=sentence(entry.finding.summary, _SUMMARY),
        place=place(entry),
        interval=wording.interval(entry),
        notes=wording.flags(entry),
        hunks=tuple(hunks(entry.finding)),
        more=f"… {wording.count(unseen, 'more word')} changed" if unseen else "",
        links=(compare_link(entry, public_url), Link(LIVE, line(entry.url, _ADDRESS))),
    )


def compare_link(entry: Entry, public_url: str) -> Link:
    """The change's page at this finding, else the command that prints it."""
    if public_url:
        return Link(COMPARE, f"{public_url}/c/{entry.finding_id}")
    return Link(COMPARE, f"watcher show {entry.change_id}")


def place(entry: Entry) -> str:
    """The source, the headings, then what the finding is about unless the summary names it."""
    finding = entry.finding
    path = finding.path or (finding.explains[0].block.path if finding.explains else ())
    steps = [line(step, _STEP) for step in path]
    key = line(finding.key or "", _STEP)
    named = fold(key).casefold()
    if (
        named
        and not _is_raw(finding.key or "")
        and named not in fold(finding.summary).casefold()
        and named not in [fold(step).casefold() for step in steps]
    ):
        steps.append(key)
    return shorten(" > ".join([line(entry.source_name, _NAME), *steps]), _PLACE)


def _is_raw(key: str) -> bool:
    """Whether it names the thing to programs: an address, or words without their marks and capitals."""
    return "://" in key or key == slug(key)


def line(text: str, length: int) -> str:
    """The text on one line, safe to show, not longer than that."""
    return shorten(visible(tidy(text)), length)


def sentence(text: str, length: int) -> str:
    """The text on one line, its first letter a capital.

    >>> sentence("a passage is gone", 99)
    'A passage is gone'
    """
    told = line(text, length)
    return told[:1].upper() + told[1:]


def is_followable(address: str) -> bool:
    """Whether the address may stand behind a link: http or https, with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
