"""When a page swings between two versions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.model import Finding, Flag, Severity, Version
from watcher.text import shorten

WITHIN = timedelta(hours=24)
FEWEST = 3
"""Changes: there, back and there again."""
_WORDS = "alternates between v"
_LONGEST = 160
"""Characters of a summary."""


def alternation(versions: Sequence[Version], fingerprint: str, now: datetime) -> str:
    """What to say of a page that now reads as this fingerprint; empty where it does not go to and fro.

    `versions` are those before, oldest first. It takes two returns within 24 hours.
    """
    if not versions or versions[-1].fingerprint == fingerprint:
        return ""
    newest_first = versions[::-1]
    run = 1
    while run < len(newest_first) and _goes_on(newest_first, run, fingerprint, now):
        run += 1
    if run < FEWEST:
        return ""
    first, second = newest_first[run - 1], newest_first[run - 2]
    return f"{_WORDS}{first.number} and v{second.number}, {run} times since {second.since:%-d %b %H:%M} UTC"


def _goes_on(newest_first: Sequence[Version], at: int, fingerprint: str, now: datetime) -> bool:
    """Whether the version reads as the one two steps later, and was left within a day."""
    later = newest_first[at - 2].fingerprint if at > 1 else fingerprint
    return newest_first[at].fingerprint == later and now - newest_first[at - 1].since <= WITHIN


def alternates(findings: Sequence[Finding]) -> bool:
    """Whether the findings are labelled so."""
    return any(f"; {_WORDS}" in finding.summary for finding in findings)


def labelled(findings: Sequence[Finding], words: str) -> tuple[Finding, ...]:
    """The findings, those of a return saying so."""
    return tuple(_labelled(finding, f"; {words}") if _is_return(finding) else finding for finding in findings)


def _is_return(finding: Finding) -> bool:
    return Flag.REVERTED in finding.flags and finding.level > Severity.NOISE


def _labelled(finding: Finding, words: str) -> Finding:
    return replace(finding, summary=shorten(finding.summary, _LONGEST - len(words)) + words)
