"""The same edit on several pages of one host: told once, and no news where it is to the site's frame."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from watcher.classify.frame import Outline, is_frame
from watcher.classify.passages import passages
from watcher.classify.wording import LONGEST
from watcher.model import Edit, Finding, Flag, Severity
from watcher.text import fold, shorten
from watcher.urls import host

LEAST_PAGES = 3

_OF_THE_PAGE = ("page.", "title.", "copy.", "document.replaced", "metadata.", "markup.", "order.", "link.dead")
"""Whatever happens on other pages, this is told of each page."""
_PLAIN = ("text.", "link.", "section.", "item.added", "item.removed", "item.altered", "boilerplate.")
"""What may be said of a frame; a contact, a figure, a date or a notice is content wherever it stands."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What one round says of one page."""

    source_id: str
    url: str
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    outlines: tuple[Outline, Outline] = ((), ())
    """Of the old document and of the new one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The findings of one page as they are to be kept."""

    source_id: str
    findings: tuple[Finding, ...]
    repeats: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """For the index of a finding the pages that tell it before this one: who hears of it there is not told again."""


def spread(changes: Sequence[Changed]) -> tuple[Heard, ...]:
    """The same pages in the same order; what was done to three or more pages of a host says so and is told once."""
    by_host: dict[str, list[Changed]] = defaultdict(list)
    for change in changes:
        by_host[host(change.url).removeprefix("www.")].append(change)
    heard = {one.source_id: one for pages in by_host.values() for one in _on_host(pages)}
    return tuple(heard[change.source_id] for change in changes)


_Same = tuple[str, ...]
"""What makes two edits, or two findings, the same one."""
_Places = dict[_Same, dict[str, tuple[tuple[Outline, Outline], Edit | None]]]
"""For each edit the pages on which it was made."""


def _on_host(pages: Sequence[Changed]) -> Iterator[Heard]:
    places = _places(pages)
    told: dict[_Same, list[str]] = defaultdict(list)
    for page in pages:
        kept: list[tuple[Finding, tuple[str, ...]]] = []
        for finding in page.findings:
            one = _spread(finding, places)
            before = told[_same(finding)] if one is not finding else []
            kept.append((one, tuple(before)))
            before.append(page.source_id)
        kept.sort(key=lambda one: -one[0].level)
        repeats = {at: before for at, (_, before) in enumerate(kept) if before}
        yield Heard(page.source_id, tuple(finding for finding, _ in kept), repeats)


def _places(pages: Sequence[Changed]) -> _Places:
    places: _Places = defaultdict(dict)
    for page in pages:
        for edit in page.edits:
            places[_done(edit)].setdefault(page.source_id, (page.outlines, edit))
        for finding in filter(_is_of_strips, page.findings):
            places[_same(finding)].setdefault(page.source_id, (page.outlines, None))
    return places


def _spread(finding: Finding, places: _Places) -> Finding:
    """The finding as said of the host; itself unless each of its edits was made on enough pages."""
    if finding.kind.startswith(_OF_THE_PAGE) or any(edit.about("fact") for edit in finding.explains):
        return finding
    names = [_same(finding)] if _is_of_strips(finding) else [_done(edit) for edit in finding.explains]
    found = [list(places[name].values()) for name in names]
    pages = min(map(len, found), default=0)
    if pages < LEAST_PAGES:
        return finding
    frame = all(is_frame((outlines, edit) for outlines, edit in on if edit) for on in found)
    return _said(finding, pages, in_frame=frame and finding.kind.startswith(_PLAIN))


def _said(finding: Finding, pages: int, *, in_frame: bool) -> Finding:
    note = f", on {pages} pages of this host"
    flags = tuple(flag for flag in Flag if flag in (*finding.flags, Flag.SITE_WIDE))
    wide = replace(finding, summary=shorten(finding.summary, LONGEST - len(note)) + note, flags=flags)
    if not in_frame:
        return wide
    loud = tuple(flag for flag in flags if flag is not Flag.SILENT)
    return replace(wide, kind="template.changed", severity=Severity.NOISE, flags=loud, rule="template")


def _is_of_strips(finding: Finding) -> bool:
    """Whether it tells of what the rules strip, which no edit shows."""
    return finding.kind == "boilerplate.changed" and not finding.explains


def _same(finding: Finding) -> _Same:
    done = (word for edit in finding.explains for word in _done(edit))
    return finding.kind, finding.key or "", finding.before or "", finding.after or "", *done


def _done(edit: Edit) -> _Same:
    """What the edit does, in the sentences that differ: the same one may stand in paragraphs that differ otherwise."""
    was, now = (block.text if block else "" for block in (edit.before, edit.after))
    differing = [(one.before, one.after) for one in passages(edit)] if edit.before and edit.after else []
    words = [fold(text).casefold() for pair in differing or [(was, now)] for text in pair]
    old, new = (
        frozenset(link.href for link in block.links) if block else frozenset() for block in (edit.before, edit.after)
    )
    return edit.op.value, *words, *sorted(old ^ new)
