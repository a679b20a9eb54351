"""A digest's nouns, built from few words."""

from datetime import UTC, datetime, time, timedelta
from importlib.resources import files

import pytest

from watcher.digest.layout import Templates
from watcher.model import (
    Block,
    Coverage,
    Digest,
    Edit,
    Entry,
    Finding,
    Flag,
    Op,
    Severity,
    Subscription,
    Unreadable,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PUBLIC = "https://watch.example.org"


class _Make:
    """Builds the nouns that a digest is made of."""

    now = NOW
    public = PUBLIC

    def altered(self, *spans: tuple[str, str], kind: str = "answer", path: tuple[str, ...] = ()) -> Edit:
        before = "".join(text for op, text in spans if op != "insert")
        after = "".join(text for op, text in spans if op != "delete")
        return Edit(Op.ALTERED, Block(kind, "k", before, path), Block(kind, "k", after, path), spans, 3, 3)

    def added(self, text: str, kind: str = "paragraph") -> Edit:
        return Edit(Op.ADDED, None, Block(kind, "k", text), (), None, 5)

    def removed(self, text: str, kind: str = "paragraph") -> Edit:
        return Edit(Op.REMOVED, Block(kind, "k", text), None, (), 4, None)

    def finding(self, kind: str = "text.altered", summary: str = "a passage reads otherwise", *edits: Edit, **more):
        return Finding(kind, summary, tuple(edits), **more)

    def answer(self) -> Finding:
        return self.finding(
            "faq.answer-altered",
            'Answer altered: "may" became "will"',
            self.altered(
                ("equal", "The department no longer exempts any class of persons. In the exercise of its "),
                ("equal", "discretion, aliens who "),
                ("delete", "may"),
                ("insert", "will"),
                ("equal", " be subject to removal are told so. A list of offices follows. Each opens at nine."),
            ),
            path=("Enforcement priorities",),
            key="Q11",
            severity=Severity.CRITICAL,
            flags=(Flag.SILENT,),
        )

    def entry(self, finding: Finding | None = None, **more) -> Entry:
        said = {
            "finding_id": "2f9c1a7b04de#f1",
            "change_id": "2f9c1a7b04de",
            "source_id": "aila-qa",
            "source_name": "AILA copy of the DHS questions",
            "url": "https://www.aila.example/doc/17022130",
            "before_version": 5,
            "after_version": 6,
            "last_without": datetime(2026, 11, 20, 20, 5, tzinfo=UTC),
            "first_with": datetime(2026, 11, 21, 2, 5, tzinfo=UTC),
            "finding": finding or self.answer(),
        }
        return Entry(**(said | more))

    def several(self) -> tuple[Entry, ...]:
        memo = self.finding(
            "item.removed",
            "2 entries are gone; one linked an ICE memo",
            self.removed("Memo on detainers\nGuidance of 2014 on when a detainer is asked for.", "item"),
            self.removed("Fact sheet\nWhat county jails are asked to share.", "item"),
            path=("Priority Enforcement Program",),
        )
        figure = self.finding(
            "figure.changed",
            "convicted persons removed: 283,000 → 363,400 (+80,400)",
            self.altered(
                ("equal", "Since it began, the program has led to the removal of more than "),
                ("delete", "283,000"),
                ("insert", "363,400"),
                ("equal", " persons convicted of a crime."),
                kind="paragraph",
            ),
            path=("Results",),
            before="283,000",
            after="363,400",
        )
        moved = self.finding(
            "page.moved",
            "the page answers at another address, with the same content",
            before="https://www.dhs.example/keywords/secure",
            after="https://www.dhs.example/topics/secure",
        )
        return (
            self.entry(),
            self.entry(memo, finding_id="77aa01bc9d3e#f1", change_id="77aa01bc9d3e", source_id="nilc",
                       source_name="NILC: enforcement resources", url="https://nilc.example/list",
                       before_version=9, after_version=10),
            self.entry(figure, finding_id="c01d5e6f7a8b#f1", change_id="c01d5e6f7a8b", source_id="ice",
                       source_name="ICE: Secure Communities", url="https://www.ice.example/secure-communities",
                       before_version=13, after_version=14),
            self.entry(moved, finding_id="9e8d7c6b5a41#f1", change_id="9e8d7c6b5a41", source_id="dhs-topic",
                       source_name="DHS topic: Secure Communities", url="https://www.dhs.example/keywords/secure",
                       before_version=3, after_version=4),
        )  # fmt: skip

    def coverage(self, **more) -> Coverage:
        said = {
            "since": NOW - timedelta(days=1),
            "until": NOW,
            "sources": 6,
            "read": 6,
            "checks": 38,
            "left_out": 9,
        }
        return Coverage(**(said | more))

    def unreadable(self, **more) -> Unreadable:
        said = {
            "source_id": "dhs-qa",
            "source_name": "DHS: questions on public safety",
            "url": "https://www.dhs.example/qa",
            "since": datetime(2026, 11, 17, 9, 0, tzinfo=UTC),
            "reason": "blocked by the site or a protection service in front of it, 403",
            "last_version": 3,
        }
        return Unreadable(**(said | more))

    def digest(self, *entries: Entry, **more) -> Digest:
        said = {
            "id": "01KAK3V8Q0ZJ5T7M9X2N4B6C8D",
            "subscription": "desk-daily",
            "window": "2026-11-21/daily",
            "made_at": NOW,
            "entries": entries,
            "coverage": self.coverage(),
            "timezone": "America/New_York",
            "why": 'you subscribe to tag "dhs", daily',
            "next_at": NOW + timedelta(days=1),
        }
        return Digest(**(said | more))

    def daily(self, at: time = time(7), timezone: str = "America/New_York") -> Subscription:
        return Subscription("desk-daily", "box", at=at, timezone=timezone)


@pytest.fixture
def make() -> _Make:
    return _Make()


@pytest.fixture(scope="session")
def templates() -> Templates:
    home = files("watcher.digest") / "templates"
    return Templates.of({part.name: part.read_text("utf-8") for part in home.iterdir()})
