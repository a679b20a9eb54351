"""The kinds of finding: stable identifiers, with how grave each is by default."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How grave a finding is; comparable. Noise is stored and counted, never sent."""

    NOISE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """As written in files, JSON and commands."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Severity":
        """The severity that goes by this word; raises KeyError for any other."""
        return cls[word.upper()]

    def raised(self) -> "Severity":
        """One level up, at most critical."""
        return Severity(min(self + 1, Severity.CRITICAL))


class Flag(StrEnum):
    """What else is to be known of a finding."""

    SILENT = "silent"
    UNCONFIRMED = "unconfirmed"
    REVERTED = "reverted"
    SITE_WIDE = "site-wide"
    LOSSY = "lossy"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding."""

    name: str
    severity: Severity
    meaning: str
    """What it says when it is said."""


_NOISE, _LOW, _MEDIUM, _HIGH, _CRITICAL = Severity

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("page.archived", _HIGH, "the page is kept, and now labelled as not current"),
        Kind("page.unarchived", _HIGH, "the label that called the page not current is gone"),
        Kind("page.removed", _CRITICAL, "the address no longer shows the page"),
        Kind("page.restored", _HIGH, "the page is back after its removal"),
        Kind("page.moved", _MEDIUM, "another address answers, with the same content"),
        Kind("page.redirected", _CRITICAL, "another address answers, with other content or only a stub"),
        Kind("page.replaced", _CRITICAL, "the same address shows a page rewritten in most of its words"),
        Kind("link.dead", _HIGH, "the target of a link no longer answers"),
        Kind("link.revived", _LOW, "the target of a link answers again"),
        Kind("document.removed", _HIGH, "a linked file is no longer offered"),
        Kind("document.replaced", _HIGH, "the same file address has other bytes, or its label changed"),
        Kind("document.added", _LOW, "a file is newly offered"),
        Kind("item.delisted", _HIGH, "a watched page no longer stands on a listing that is watched"),
        Kind("faq.answer-altered", _HIGH, "the question stands, the answer reads otherwise"),
        Kind("faq.question-altered", _HIGH, "a question is worded otherwise"),
        Kind("faq.pair-removed", _CRITICAL, "a question and its answer are gone"),
        Kind("faq.pair-added", _MEDIUM, "a question and its answer are new"),
        Kind("item.removed", _HIGH, "an entry of a list is gone"),
        Kind("item.added", _LOW, "an entry of a list is new"),
        Kind("item.altered", _MEDIUM, "an entry of a list reads otherwise"),
        Kind("figure.changed", _HIGH, "a number differs in otherwise the same words"),
        Kind("date.changed", _HIGH, "a date inside the content differs"),
        Kind("status.changed", _CRITICAL, "the words that state the standing of a policy differ"),
        Kind("contact.changed", _MEDIUM, "a telephone number, an e-mail or a postal address differs"),
        Kind("term.dropped", _HIGH, "a watched term no longer occurs"),
        Kind("term.introduced", _MEDIUM, "a watched term occurs for the first time"),
        Kind("term.replaced", _HIGH, "one term takes another's place, twice or more"),
        Kind("section.removed", _HIGH, "a heading is gone with all that stood under it"),
        Kind("section.added", _MEDIUM, "a heading is new with all that stands under it"),
        Kind("text.removed", _MEDIUM, "a passage is gone"),
        Kind("text.added", _LOW, "a passage is new"),
        Kind("text.altered", _MEDIUM, "a passage reads otherwise"),
        Kind("link.removed", _MEDIUM, "a link is gone"),
        Kind("link.added", _LOW, "a link is new"),
        Kind("link.retargeted", _HIGH, "a link of the same words leads elsewhere"),
        Kind("link.relabelled", _LOW, "a link to the same address has other words"),
        Kind("title.changed", _MEDIUM, "the page's own title reads otherwise"),
        Kind("notice.added", _MEDIUM, "an alert box or banner is new"),
        Kind("notice.removed", _MEDIUM, "an alert box or banner is gone"),
        Kind("copy.diverged", _HIGH, "a declared copy no longer says what the original says"),
        Kind("copy.converged", _LOW, "a declared copy says again what the original says"),
        Kind("page.redated", _NOISE, "only the page's own date moved"),
        Kind("order.changed", _NOISE, "the same entries or passages stand in another order"),
        Kind("boilerplate.changed", _NOISE, "only what the rules strip differs"),
        Kind("template.changed", _NOISE, "the same edit to the site's frame on several pages of one host"),
        Kind("markup.changed", _NOISE, "the same words in other tags, case, quotes or white space"),
        Kind("metadata.changed", _NOISE, "the description, the keywords or the structured record differ"),
    )
}
