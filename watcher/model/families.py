"""Under which heading each kind of finding is explained, with what a flag adds to it."""

from collections.abc import Mapping
from itertools import groupby

from watcher.model.kinds import KINDS, Flag, Kind

FAMILIES: Mapping[str, str] = {
    "page": "The page as a whole",
    "link": "Links",
    "document": "Linked files",
    "item": "Entries of a list",
    "faq": "Questions with their answers",
    "figure": "Figures, dates, standing, contacts",
    "date": "Figures, dates, standing, contacts",
    "status": "Figures, dates, standing, contacts",
    "contact": "Figures, dates, standing, contacts",
    "term": "Watched terms",
    "section": "Sections, passages, the title, notices",
    "text": "Sections, passages, the title, notices",
    "title": "Sections, passages, the title, notices",
    "notice": "Sections, passages, the title, notices",
    "copy": "Declared copies",
    "order": "Form: always noise",
    "boilerplate": "Form: always noise",
    "template": "Form: always noise",
    "markup": "Form: always noise",
    "metadata": "Form: always noise",
}

FLAGS: Mapping[Flag, str] = {
    Flag.SILENT: "the words changed while the page's own date stayed",
    Flag.UNCONFIRMED: "seen once; three looks over six hours settle it",
    Flag.REVERTED: "the page reads again as an earlier version did",
    Flag.SITE_WIDE: "the same edit on several pages of one host, told once",
    Flag.LOSSY: "the reader may have lost text of this page",
}


def by_family() -> list[tuple[str, list[Kind]]]:
    """The kinds under their headings, in the order in which they are explained."""
    order = list(dict.fromkeys(FAMILIES.values()))
    kinds = sorted(KINDS.values(), key=lambda kind: order.index(_family(kind)))
    return [(family, list(some)) for family, some in groupby(kinds, _family)]


def _family(kind: Kind) -> str:
    return FAMILIES[kind.name.partition(".")[0]]
