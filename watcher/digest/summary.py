"""What a digest says around its entries: the counts, the coverage, the subject."""

from collections import Counter

from watcher.digest import wording
from watcher.digest.telling import line, sentence
from watcher.model import Coverage, Digest, Severity, Unreadable
from watcher.text import shorten

_SUBJECT = 100
_LEVELS = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.NOISE)


def subject(digest: Digest) -> str:
    """At most 100 characters, the worst thing first.

    Without changes it says how much was read, since silence is worth nothing otherwise.
    """
    on = f"({wording.day(digest.coverage.until, digest.timezone)})"
    if not digest.entries:
        answer = "Re: " if digest.outage not in ("", digest.id) else ""
        return line(
            f"{answer}[watcher] {digest.topic or ''.join(digest.notices[:1]) or _silence(digest, on)}", _SUBJECT
        )
    worst = digest.entries[0]
    opening = f"[watcher] {worst.finding.level.name}: "
    others = len(digest.entries) - 1
    closing = f"; +{wording.count(others, 'change')} {on}" if others else f" {on}"
    room = _SUBJECT - len(opening) - len(closing)
    told = sentence(worst.finding.summary.rstrip("."), room)
    name = line(worst.source_name, max(room // 3, room - len(told) - 2))
    return line(f"{opening}{shorten(told, room - len(name) - 2)}, {name}{closing}", _SUBJECT)


def lead(digest: Digest) -> str:
    """How many changes, on how many pages, how grave."""
    if not digest.entries:
        return "Nothing else is told." if digest.notices or digest.topic else _nothing(digest.coverage)
    pages = len({entry.source_id for entry in digest.entries})
    levels = Counter(entry.finding.level for entry in digest.entries)
    grades = ", ".join(f"{levels[level]:,} {level.word}" for level in _LEVELS if levels[level])
    of = f"{pages:,} of {wording.count(digest.coverage.sources, 'page')}"
    return f"{wording.count(len(digest.entries), 'change')} on {of}: {grades}."


def coverage(digest: Digest) -> str:
    """What was looked at, so that silence can be trusted."""
    seen = digest.coverage
    since = f"{wording.day(seen.since, digest.timezone)} {wording.clock(seen.since, digest.timezone)}"
    pages, checks = wording.count(seen.sources, "page"), wording.count(seen.checks, "check")
    told = f"{seen.read:,} of {pages} read, {checks} since {since}."
    if seen.left_out:
        told += f" {wording.count(seen.left_out, 'cosmetic change')} left out."
    return told


def unreadable(one: Unreadable, zone: str) -> str:
    """A page that could not be seen, since when, why, with its last version."""
    last = f"; last v{one.last_version}" if one.last_version else "; never read yet"
    name, reason = line(one.source_name, 120), line(one.reason, 200)
    return f"Not readable since {wording.weekday(one.since, zone)}: {name} ({reason}{last})."


def following(digest: Digest) -> str:
    """When the next digest of this subscription goes out, if that is known."""
    if digest.next_at is None:
        return ""
    return f"{wording.weekday(digest.next_at, digest.timezone)} {wording.clock(digest.next_at, digest.timezone)}"


def preview(digest: Digest) -> str:
    """The substance in 200 characters, for the line that a mail program shows beside the subject."""
    if not digest.entries:
        return line(" ".join((*digest.notices, lead(digest), coverage(digest))), 200)
    return shorten(f"{sentence(digest.entries[0].finding.summary.rstrip('.'), 140)}. {lead(digest)}", 200)


def _nothing(seen: Coverage) -> str:
    if not seen.sources:
        return "No pages are watched for this subscription."
    if not seen.checks:
        return f"None of {wording.count(seen.sources, 'page')} was looked at: what they say now is not known."
    if not seen.read:
        return f"None of {wording.count(seen.sources, 'page')} could be read: what they say now is not known."
    if seen.read < seen.sources:
        return f"Nothing new on the {wording.count(seen.read, 'page')} that could be read."
    return f"Nothing new on {wording.count(seen.sources, 'page')}."


def _silence(digest: Digest, on: str) -> str:
    """That nothing changed, of which day or that it was a week."""
    if digest.window.endswith("/weekly"):
        return _quiet(digest.coverage, " this week")
    return f"{_quiet(digest.coverage)} {on}"


def _quiet(seen: Coverage, when: str = "") -> str:
    pages, checks = wording.count(seen.sources, "page"), wording.count(seen.checks, "check")
    if not seen.sources:
        return "No pages are watched"
    if not seen.checks:
        return f"NOT LOOKED at any of {pages}"
    if not seen.read:
        return f"CANNOT READ any of {pages}"
    if seen.read < seen.sources:
        return f"No changes{when}: {seen.read:,} of {pages} read, {checks}"
    return f"No changes{when}: {pages}, {checks}, all readable"
