"""A page somebody asked us to watch, with all that they told us of it."""

from dataclasses import dataclass, field
from datetime import timedelta

from watcher.model.kinds import Severity


@dataclass(frozen=True, slots=True)
class Expect:
    """What the page should read like; a reading that differs is shown in Health, it is no finding."""

    archived: str | None = None
    page_date: str | None = None
    breadcrumb: tuple[str, ...] = ()
    pairs: int | None = None
    items: int | None = None


@dataclass(frozen=True, slots=True)
class Ignore:
    """What the operator asks us to leave out, each under its own rule name."""

    stamps: tuple[str, ...] = ()
    """RE2 patterns, cut out even in the middle of a sentence."""
    select: tuple[str, ...] = ()
    """CSS selectors whose elements are left out."""
    text: tuple[str, ...] = ()
    """RE2 patterns; a passage that matches one is left out whole."""


@dataclass(frozen=True, slots=True)
class Links:
    """Which linked hosts are followed to their documents, and whether a copy is kept."""

    follow: tuple[str, ...] = ()
    save_copy: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Whether a listing's "next" is followed, and to how many pages at most."""

    follow_next: bool = False
    max: int = 10


@dataclass(frozen=True, slots=True)
class Source:
    """One watched page. Its id outlives its URL."""

    id: str
    url: str
    name: str = ""
    kind: str | None = None
    """Page kind (`article qa listing resource-list program feed plain`); None: found from the page."""
    every: timedelta = timedelta(hours=6)
    tags: tuple[str, ...] = ()
    timezone: str = "UTC"
    select: tuple[str, ...] = ()
    """CSS selectors of what to read; empty: the page's own content region."""
    expect: Expect = field(default_factory=Expect)
    ignore: Ignore = field(default_factory=Ignore)
    figures: tuple[tuple[str, str], ...] = ()
    """(name, pattern with `{n}` where the number stands)."""
    contacts: bool = False
    headings_as_questions: bool = False
    watch_terms: tuple[str, ...] = ()
    links: Links = field(default_factory=Links)
    pages: Pages = field(default_factory=Pages)
    mirror_of: str | None = None
    alert: tuple[tuple[str, Severity], ...] = ()
    """(kind of finding, severity) that the operator wants instead of the default."""
    robots_override: str | None = None
    """The reason why robots.txt is not obeyed for this source; None: it is obeyed."""
    learn_moving: bool = True
    """Whether what moves by itself between two looks in a row is found and left out."""
    preserve: str = ""
    """`wayback`: after a change the public archive is asked to save the page."""
    render: str = ""
    """`browser`: what is read is the page as its scripts build it; empty: the answer as it came."""
    render_from: tuple[str, ...] = ()
    """Hosts beside the page's own site whose scripts and answers it may load; each stands for its subdomains too."""
    moving: tuple[str, ...] = ()
    """CSS selectors of what was found to move by itself; learnt, never configured."""
    linked_from: str = ""
    """The id of the source whose page links here; empty for a page that somebody asked us to watch."""

    linked_title: str = ""
    """What people call that page."""

    @property
    def owner(self) -> str:
        """The id under which people know it: its own, or that of the page which links here."""
        return self.linked_from or self.id

    @property
    def title(self) -> str:
        """What people call it: its name, else its id; a link by its words, behind the page on which it stands."""
        name = self.name or self.id
        return f"{self.linked_title} › {name}" if self.linked_title else name
