"""How a removal is told in the end: confirmed, or withdrawn in writing."""

from collections.abc import Sequence
from dataclasses import replace

from watcher.model import Finding, Flag
from watcher.text import shorten

_WITHDRAWN = "; its removal was not confirmed and is withdrawn"
_LONGEST = 160
"""Characters of a summary."""


def confirmed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without their doubt."""
    return tuple(
        replace(finding, flags=tuple(flag for flag in finding.flags if flag is not Flag.UNCONFIRMED))
        for finding in findings
    )


def withdrawn(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, the page's return saying that the removal told before it was never confirmed."""
    return tuple(_withdrawing(finding) if finding.kind == "page.restored" else finding for finding in findings)


def _withdrawing(finding: Finding) -> Finding:
    return replace(finding, summary=shorten(finding.summary, _LONGEST - len(_WITHDRAWN)) + _WITHDRAWN)
