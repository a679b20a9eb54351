"""A round as it goes by: a bar where somebody watches, a line a source elsewhere."""

import sys
from collections import Counter
from collections.abc import Sequence

from watcher.cli.output import counted, safe, say
from watcher.extend import named
from watcher.model import Finding, Outcome, Severity
from watcher.pipeline.health import reason
from watcher.pipeline.round import Checked


class RoundPrinter:
    """Tells of each source when it is done; quiet: only of changes and faults."""

    def __init__(self, expected: int, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar = named("watcher.cli.bar:started")(expected) if sys.stderr.isatty() and not quiet else None

    def tell(self, checked: Checked) -> None:
        """One source is done."""
        is_link = bool(checked.source.linked_from)
        if self._bar is not None and not is_link:
            self._bar.advance()
        if checked.has_changed or (not is_link and (not self._quiet or checked.is_failing)):
            self._say(checked_line(checked))

    def close(self, done: Sequence[Checked]) -> None:
        """The round is over: what it covered."""
        if self._bar is not None:
            self._bar.stop()
        if not self._quiet:
            say(closing_line(done))

    def _say(self, line: str) -> None:
        if self._bar is not None:
            self._bar.print(safe(line))
        else:
            say(line)


def checked_line(checked: Checked) -> str:
    """What came of one source, on one line."""
    status = str(checked.snapshot.status or "-")
    return f"  {checked.source.id:<22} {_verdict(checked):<14} {status:<4} {_detail(checked)}".rstrip()


def closing_line(done: Sequence[Checked]) -> str:
    """How many were read, and what can be done next."""
    if not done:
        return "Nothing was looked at: no source is due."
    pages = [checked for checked in done if not checked.source.linked_from]
    links = [checked for checked in done if checked.source.linked_from]
    counts = Counter(checked.verdict for checked in pages)
    read = len(pages) - counts["failing"]
    parts = [f"{read} of {counted(len(pages), 'source')} read"]
    copies = "copy" if counts["first"] == 1 else "copies"
    parts += [f"{counts['first']} first {copies} saved; changes appear from the next check"] if counts["first"] else []
    parts += [f"{counts['changed']} changed"] if counts["changed"] else []
    parts += [f"{counts['failing']} not readable (they will be tried again)"] if counts["failing"] else []
    silent = sum(not checked.outcome.is_page for checked in links)
    asked = f"{counted(len(links), 'link')} of theirs asked"
    parts += [f"{asked}, {silent} without an answer" if silent else f"{asked}, all answer"] if links else []
    return "; ".join(parts) + ". Next: watcher log · watcher status"


def _verdict(checked: Checked) -> str:
    return "CANNOT READ" if checked.is_failing else "first copy" if checked.is_first else checked.verdict


def _detail(checked: Checked) -> str:
    if checked.is_failing:
        return reason(checked.outcome)
    told = [finding for one in checked.told for finding in one.findings]
    if checked.has_changed:
        return "; ".join(finding_line(finding) for finding in told if finding.level > Severity.NOISE)
    if checked.is_first or checked.outcome is Outcome.GONE:
        return reason(checked.outcome) if not checked.is_first else ""
    return f"{len(told)} cosmetic" if told else ""


def finding_line(finding: Finding) -> str:
    """A finding on one line."""
    return f"{finding.level.name} {finding.summary}"
