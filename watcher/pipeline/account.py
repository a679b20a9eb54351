"""The question that a step puts to the worker that reads for it, with the answer: a question, an account."""

from dataclasses import dataclass

from watcher.model import Edit, Finding, Link, Payload, Snapshot, Source


@dataclass(frozen=True, slots=True)
class Answer:
    """A snapshot with its payload, where it has one to read, and its version."""

    snapshot: Snapshot
    payload: Payload | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Two answers of one source that somebody wants explained; a first answer has none before it."""

    source: Source
    before: Answer | None
    after: Answer
    earlier: tuple[tuple[int, str], ...] = ()
    """(version, document fingerprint) of earlier versions, newest first."""
    original: Payload | None = None
    """The page that the source is declared a copy of."""
    original_before: Payload | None = None
    """What that page said before, when it is the one that changed."""
    watched: tuple[tuple[str, str], ...] = ()
    """(address, title) of watched pages: of all, or of those that matter here."""
    before_as_read: str = ""
    """What the older answer was read as, packed, where that is known; empty: it is read."""
    is_second_look: bool = False
    """The newer answer follows the source's first one by seconds: what differs moves by itself."""


@dataclass(frozen=True, slots=True)
class Account:
    """What came of reading and comparing: enough to tell it and to keep a version."""

    kind: str
    fingerprint: str
    """Of the newer document; empty when the newer answer is no page."""
    title: str = ""
    words: int = 0
    same: bool = True
    """The newer document says what the older one says."""
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    lossy: bool = False
    wording: str = ""
    """Hash of what the newer document's blocks say, whatever its address and dates."""
    wording_before: str = ""
    """The same of the older document."""
    words_before: int = 0
    """How many words the older document holds."""
    links: tuple[Link, ...] = ()
    """The links of the newer document that the source wants followed, each address once."""
    moving: tuple[str, ...] = ()
    """CSS selectors of what moved by itself, at a second look."""
    unmet: tuple[str, ...] = ()
    """What was expected of the page and is not so, in words."""
    terms: tuple[tuple[str, int], ...] = ()
    """(watched term, how often it occurs)."""
    figures: tuple[tuple[str, str], ...] = ()
    """(name of a configured figure, the number as the page gives it)."""
    passages: tuple[str, ...] = ()
    """What the newer document says, where that is not what the older one says."""
    unlisted: tuple[str, ...] = ()
    """The canonical addresses that entries of a list led to, where nothing on it does any more."""
    as_read: str = ""
    """The newer document packed, as it reads by itself; empty where that is not to be kept."""
    outlines: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """Names for the passages of the older and of the newer document, by which pages of a host are laid side by side."""
