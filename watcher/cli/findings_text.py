"""What was found, as a terminal shows it: the same words as in the mail."""

from collections.abc import Sequence
from datetime import datetime

from watcher.cli.output import put
from watcher.digest.excerpt import hunks, wdiff
from watcher.model import Finding, Told


def print_told(told: Told) -> None:
    """A change with its findings and its words."""
    put(f"change {told.change_id}  {told.source_id}  {versions(told)}")
    put(f"between {instant(told.before.started_at)} and {instant(told.after.started_at)}")
    print_findings(told.findings)


def print_findings(findings: Sequence[Finding]) -> None:
    """Each finding: how grave, what, where, the words before and after."""
    if not findings:
        put("No findings: the words are the same.")
    for finding in findings:
        flags = f" ({', '.join(finding.flags)})" if finding.flags else ""
        put()
        put(f"{finding.level.name}  {finding.kind}{flags}: {finding.summary}")
        if finding.path:
            put(f"   under {' > '.join(finding.path)}")
        for hunk in hunks(finding):
            put(f"   {wdiff(hunk)}")
        put(f"   rule {finding.rule}")


def versions(told: Told) -> str:
    """From which version to which."""
    if told.before_version == told.after_version:
        return f"v{told.after_version}"
    return " -> ".join(f"v{number}" if number else "no page" for number in (told.before_version, told.after_version))


def instant(moment: datetime) -> str:
    """An instant as people read it, in UTC."""
    return f"{moment:%d %b %Y %H:%M} UTC"
