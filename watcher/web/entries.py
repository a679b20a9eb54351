"""One change in the list of those to review: which of its findings are shown, what somebody said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.model import Finding, Severity, Source, Told
from watcher.model.forms import moment
from watcher.web.choices import Choice


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the list, its gravest finding first."""

    told: Told
    source: Source
    findings: tuple[tuple[int, Finding], ...]
    """(place, finding) of those to show."""
    left: int
    """How many more there are, below what was asked for."""
    verdict: str
    """What somebody said of it; empty: nobody yet."""

    @property
    def severity(self) -> Severity:
        """Of its gravest finding."""
        return max(finding.level for _, finding in self.findings)


def entry_of(told: Told, known: Mapping[str, Source], asked: Choice, verdict: str) -> Entry:
    """The change with those of its findings that are asked for."""
    loud = [(at, finding) for at, finding in enumerate(told.findings) if finding.level >= asked.least]
    wanted = [(at, finding) for at, finding in loud if asked.kind in ("", finding.kind)]
    source = known.get(told.source_id) or Source(told.source_id, told.after.url)
    return Entry(told, source, tuple(wanted), len(told.findings) - len(wanted), verdict)


def forms_of(entry: Entry) -> list[dict[str, object]]:
    """Its findings in JSON's types."""
    told = entry.told
    return [
        {
            "id": told.finding_id(at),
            "change": told.change_id,
            "source": told.source_id,
            "kind": finding.kind,
            "severity": finding.level.word,
            "summary": finding.summary,
            "last_seen_without": moment(told.before.started_at),
            "first_seen_with": moment(told.after.started_at),
            "review": entry.verdict or None,
        }
        for at, finding in entry.findings
    ]
