"""The words of evidence: instants, outcomes, what completeness was seen."""

from datetime import UTC, datetime

from watcher.model import Flag, Op, Outcome, Snapshot

_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")

OUTCOMES = {
    Outcome.OK: "the page was shown",
    Outcome.NOT_MODIFIED: "the site said that the page was the same as before (304)",
    Outcome.EMPTY: "an empty answer",
    Outcome.BLOCKED: "the site, or a protection service in front of it, showed a block page",
    Outcome.RATE_LIMITED: "the site asked for fewer requests",
    Outcome.GONE: "the site said that the page is not there",
    Outcome.SOFT_GONE: "the site said in words that the page is not there, or led elsewhere",
    Outcome.ERROR_PAGE: "an error page",
    Outcome.SERVER_ERROR: "the server failed",
    Outcome.REDIRECT_LOOP: "redirects without an end",
    Outcome.TRUNCATED: "the answer ended before its end",
    Outcome.TOO_LARGE: "the answer was larger than is taken",
    Outcome.DECODE_ERROR: "the compression of the answer was broken",
    Outcome.TLS_ERROR: "no trusted connection (TLS)",
    Outcome.DNS_ERROR: "the name of the host was not found",
    Outcome.CONNECT_ERROR: "no connection",
    Outcome.TIMEOUT: "no whole answer in time",
    Outcome.REFUSED: "not asked: the address is one that must not be asked",
    Outcome.ROBOTS_DISALLOWED: "not asked: robots.txt forbids it",
    Outcome.UNREADABLE: "an answer that could not be read",
}
FLAGS = {
    Flag.SILENT: "The date that the page gives of itself did not change.",
    Flag.UNCONFIRMED: "Not confirmed at the time of this record; later looks confirm or withdraw it.",
    Flag.REVERTED: "The page reads as an earlier version did.",
    Flag.SITE_WIDE: "The same edit stands on several pages of the site.",
    Flag.LOSSY: "Part of the page's text may not have been read.",
}
OPS = {Op.ADDED: "inserted", Op.REMOVED: "deleted", Op.ALTERED: "altered", Op.MOVED: "moved"}


def instant(moment: datetime) -> str:
    """An instant in UTC, to the second.

    >>> instant(datetime(2026, 11, 18, 14, 5, tzinfo=UTC))
    '18 Nov. 2026 14:05:00 UTC'
    """
    utc = moment.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc:%Y %H:%M:%S} UTC"


def completeness(snapshot: Snapshot) -> str:
    """How we know that the body is whole."""
    if snapshot.complete == "proven":
        return "whole: the stated length, the last chunk or the end of the compression was seen"
    if snapshot.complete == "unproven":
        return "as far as the server sent before it closed; it stated no length"
    return ""


def day(moment: datetime) -> str:
    """The date in UTC, as programs write it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d}"
