"""What happens to the demo's pages, round by round, over five simulated weeks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 9, 28, 13, 0, tzinfo=UTC)
"""When the first round of the demo begins."""

DROPPED = "Will every new employee carry out arrests?"


@dataclass(frozen=True, slots=True)
class Said:
    """What a round must lead to for one source."""

    source: str
    kinds: tuple[str, ...]
    """One of these kinds of finding."""
    flag: str = ""
    """A flag that the finding bears."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of looks at the six pages."""

    after: timedelta
    """Since the first round."""
    title: str
    story: str
    """What has happened since the round before, in one sentence."""
    shows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Source id → what is different in its page from now on."""
    expect: tuple[Said, ...] = ()
    unreadable: tuple[str, ...] = ()
    """Sources that answer, but with no page."""
    forbid: tuple[str, ...] = ()
    """Kinds of finding that would be wrong."""

    @property
    def told(self) -> frozenset[str]:
        """The sources of which something is said; of all others nothing above noise."""
        return frozenset(said.source for said in self.expect)


def states(number: int) -> dict[str, dict[str, Any]]:
    """Source id → all that differs from the first day in round `number` (counted from 0)."""
    known: dict[str, dict[str, Any]] = {}
    for played in ROUNDS[: number + 1]:
        for source, change in played.shows.items():
            known[source] = {**known.get(source, {}), **change}
    return known


def _frame(dhs: int, ice: int) -> dict[str, dict[str, Any]]:
    """New wordings of the government banner on every page of two hosts."""
    return {
        "dhs-pep-archived": {"wording": dhs},
        "dhs-topic-scomm": {"wording": dhs},
        "dhs-qa-eo-13768": {"wording": dhs},
        "ice-secure-comm": {"wording": ice},
    }


ROUNDS: tuple[Round, ...] = (
    Round(timedelta(), "First copies", "Six pages are read for the first time; there is nothing to compare with yet."),
    Round(
        timedelta(hours=6),
        "Nothing but tokens",
        "Six hours later only form tokens, nonces and view ids differ, as in every answer of these sites.",
    ),
    Round(
        timedelta(days=2),
        "New frame, moved stamps",
        "DHS and ICE word the government banner anew, AILA rotates its promotions"
        " and its page stamps fall elsewhere, one of them inside a sentence.",
        {**_frame(4, 3), "aila-qa-eo-13768": {"shift": 5, "promos": ("Web seminar on bond hearings", "Renew today")}},
    ),
    Round(
        timedelta(days=5),
        "A figure moves",
        "ICE counts 306,000 removals where it counted 283,000, and dates its page anew.",
        {"ice-secure-comm": {"convicted": "306,000", "modified": "2013-09-03", "updated": "09/03/2013"}},
        (Said("ice-secure-comm", ("figure.changed",)),),
        forbid=("text.removed", "text.added", "page.replaced"),
    ),
    Round(
        timedelta(days=8),
        "A silent edit",
        "The DHS article no longer limits the program to people with a conviction; its date stays as it was.",
        {"dhs-pep-archived": {"quiet_edit": True}},
        (Said("dhs-pep-archived", ("text.altered",), "silent"),),
        forbid=("page.replaced", "page.archived"),
    ),
    Round(
        timedelta(days=11),
        "An entry joins the listing",
        "The topic page gains a teaser on top, and cuts an old one earlier, in the middle of a word.",
        {"dhs-topic-scomm": {"advisory": True, "short_cut": True}},
        (Said("dhs-topic-scomm", ("item.added",)),),
        forbid=("item.altered", "item.removed", "text.altered"),
    ),
    Round(
        timedelta(days=15),
        "A memo vanishes from the list",
        "NILC's list no longer holds the entry of an ICE memo, nor the note that linked to another.",
        {"nilc-pep-scomm": {"memo_gone": True}},
        (
            Said("nilc-pep-scomm", ("item.removed", "document.removed")),
            Said(
                "nilc-pep-scomm", ("link.removed", "document.removed", "text.removed", "item.altered", "item.removed")
            ),
        ),
        forbid=("page.replaced", "item.added"),
    ),
    Round(
        timedelta(days=19),
        "Archived",
        "DHS labels the article as archived, moves it under News Archive and dates it anew; its words stay.",
        {"dhs-pep-archived": {"archived": True, "updated": "02/05/2021"}},
        (Said("dhs-pep-archived", ("page.archived",)),),
        forbid=("text.altered", "text.added", "notice.added", "section.added"),
    ),
    Round(
        timedelta(days=22),
        "May becomes will",
        "AILA's copy says in one answer that people will be held, where the original says that they may.",
        {"aila-qa-eo-13768": {"modal": ("may be held", "will be held")}},
        (Said("aila-qa-eo-13768", ("faq.answer-altered",)),),
        forbid=("faq.pair-removed", "faq.pair-added", "faq.question-altered"),
    ),
    Round(
        timedelta(days=24),
        "And back again",
        "AILA's copy says may again, as it did before.",
        {"aila-qa-eo-13768": {"modal": ("may be held", "may be held")}},
        (Said("aila-qa-eo-13768", ("faq.answer-altered",), "reverted"),),
        forbid=("faq.pair-removed", "faq.pair-added"),
    ),
    Round(
        timedelta(days=27),
        "A question disappears",
        "DHS takes out its tenth question and numbers the rest anew.",
        {"dhs-qa-eo-13768": {"without": DROPPED}},
        (Said("dhs-qa-eo-13768", ("faq.pair-removed",)),),
        forbid=("faq.question-altered", "faq.answer-altered", "faq.pair-added"),
    ),
    Round(
        timedelta(days=29),
        "Turned away",
        "A protection service in front of dhs.gov answers 403; the page behind it may be unchanged.",
        {"dhs-topic-scomm": {"answer": "blocked"}},
        unreadable=("dhs-topic-scomm",),
    ),
    Round(
        timedelta(days=30),
        "Not found",
        "The topic page can be read again; the ICE program page answers 404.",
        {"dhs-topic-scomm": {"answer": "page"}, "ice-secure-comm": {"answer": "not-found"}},
        (Said("ice-secure-comm", ("page.removed",), "unconfirmed"),),
        forbid=("text.removed", "section.removed"),
    ),
    Round(
        timedelta(days=31),
        "Restored",
        "The ICE program page is back, word for word.",
        {"ice-secure-comm": {"answer": "page"}},
        (Said("ice-secure-comm", ("page.restored",)),),
        forbid=("text.added", "page.replaced"),
    ),
    Round(
        timedelta(days=37),
        "Replaced by a stub",
        "Two paragraphs stand where the ICE program page stood: the program is over, the information archived.",
        {"ice-secure-comm": {"stub": True, "modified": "2015-07-24", "updated": "07/24/2015"}},
        (Said("ice-secure-comm", ("page.replaced",)), Said("ice-secure-comm", ("page.archived",))),
        forbid=("text.removed", "section.removed", "page.removed"),
    ),
)
