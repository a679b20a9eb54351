"""How a removal is told in the end: confirmed, or withdrawn in writing."""

from collections.abc import Sequence
from dataclasses import replace

from watcher.classify.wording import sentence
from watcher.model import Finding, Flag

_WITHDRAWN = "; its removal was not confirmed and is withdrawn"


def confirmed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without their doubt."""
    return tuple(
        replace(finding, flags=tuple(flag for flag in finding.flags if flag is not Flag.UNCONFIRMED))
        for finding in findings
    )


def withdrawn(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, the page's return saying that the removal told before it was never confirmed."""
    return tuple(
        replace(finding, summary=sentence(finding.summary + _WITHDRAWN)) if finding.kind == "page.restored" else finding
        for finding in findings
    )
