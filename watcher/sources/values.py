"""What a single value must look like to mean what its key asks for."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from ipaddress import ip_network
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import re2
from pydantic_core import PydanticCustomError

from watcher.extend import named
from watcher.model import KINDS
from watcher.sources.nearest import hint
from watcher.sources.references import HIDDEN
from watcher.text import fold

Check = Callable[[str], str]

_DURATION = re.compile(r"(\d{1,7})(s|m|h|d|w)")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_LONGEST = timedelta(days=3_660)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?\.?")
_NUMERIC = re.compile(r"[\d.]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"\x00-\x20\x7f]+@[^\s@<>,;:\"\x00-\x20\x7f]+")
_NAMED_ADDRESS = re.compile(rf"[^<>\x00-\x1f\x7f]*<{_ADDRESS.pattern}>")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_QUIET = re2.Options()
_QUIET.log_errors = False  # RE2 writes to stderr otherwise, past every logger


def unless_hidden(check: Check) -> Check:
    """The check, but a secret that could not be read is told once, as that, and not as a bad value too."""

    def checked(value: str) -> str:
        return value if HIDDEN in value else check(value)

    return checked


def an_id(value: str) -> str:
    """The id of a source."""
    if not re.fullmatch(r"[a-z0-9-]+", value):
        raise PydanticCustomError("WC010", "may only hold the letters a-z, digits and '-'")
    return value


def a_name(value: str) -> str:
    """The name of a channel or a subscription."""
    if not _NAME.fullmatch(value):
        raise PydanticCustomError("WC010", "may only hold letters, digits, '.', '_' and '-'")
    return value


def a_mark(value: str) -> str:
    """The name of who gives time stamps: it is part of file names."""
    if not re.fullmatch(r"[a-z0-9]{1,32}", value):
        raise PydanticCustomError("WC010", "may only hold up to 32 letters a-z and digits")
    return value


def words(value: str) -> str:
    """A text that says something, in one line."""
    if not value.strip():
        raise PydanticCustomError("WC009", "must not be empty")
    return a_line(value)


def a_line(value: str) -> str:
    """A text in one line, so that it can stand in a header or a terminal."""
    if _CONTROL.search(value):
        raise PydanticCustomError("WC009", "must be one line without control characters")
    return value


def a_url(value: str) -> str:
    """An address on the web, without a password in it."""
    if not re.match(r"https?://", value, re.IGNORECASE):
        raise PydanticCustomError("WC011", "must start with http:// or https://")
    if re.search(r"[\s\x00-\x1f\x7f]", value):
        raise PydanticCustomError("WC011", "must not hold spaces; write %20")
    try:
        parts = urlsplit(value)
        host, user = parts.hostname, parts.username
        _ = parts.port
    except ValueError as error:
        raise PydanticCustomError("WC011", "is no address: {why}", {"why": str(error)}) from error
    if not host or not (_HOST.fullmatch(host) or ":" in host):
        raise PydanticCustomError("WC011", "names no host")
    if user is not None:
        raise PydanticCustomError("WC011", "must not carry a user or a password")
    return value


def a_topic(value: str) -> str:
    """The address of a topic of ntfy: its server, then its name."""
    parts = urlsplit(a_url(value))
    if not re.fullmatch(r"/[-_A-Za-z0-9]{1,64}/?", parts.path) or parts.query or parts.fragment:
        raise PydanticCustomError("WC011", "must be a server and a topic: https://ntfy.example.org/topic")
    return value


def a_room(value: str) -> str:
    """The id of a room of Matrix, which stays when its aliases change."""
    if not re.fullmatch(r"!\S+", value):
        raise PydanticCustomError("WC011", "must be the id of a room, which begins with '!'; its settings show it")
    return value


def a_service(value: str) -> str:
    """One address as Apprise writes them."""
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*://\S+", value, re.IGNORECASE) or value.lower().startswith("file:"):
        raise PydanticCustomError("WC011", "must be one address of Apprise, such as tgram://token/chat")
    return value


def timed(value: object) -> object:
    """A bare number says no length of time, for 30 may be seconds or hours."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticCustomError("WC014", "needs a unit: 90s, 30m, 6h, 1d or 2w")
    return value


def duration(value: str) -> str:
    """A length of time such as `6h`, zero allowed."""
    found = _DURATION.fullmatch(value)
    if not found or length(value) > _LONGEST:
        raise PydanticCustomError("WC014", "must be a number and a unit: 90s, 30m, 6h, 1d or 2w")
    return value


def period(value: str) -> str:
    """A length of time that is more than nothing."""
    duration(value)
    if not length(value):
        raise PydanticCustomError("WC014", "must be longer than nothing")
    return value


def length(value: str) -> timedelta:
    """How long a checked duration is.

    >>> length("90m") == timedelta(hours=1.5)
    True
    """
    found = _DURATION.fullmatch(value)
    assert found, value
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


@lru_cache
def a_timezone(value: str) -> str:
    """A time zone by its IANA name."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        near = _near_zone(value)
        raise PydanticCustomError("WC015", "is no time zone such as America/New_York.{hint}", {"hint": near}) from None
    return value


@lru_cache
def _near_zone(value: str) -> str:
    return hint(value, sorted(available_timezones()))


@lru_cache(maxsize=1024)
def a_pattern(value: str) -> str:
    """A regular expression as RE2 takes it."""
    words(value)
    try:
        found = re2.compile(value, _QUIET).search("")
    except re2.error as error:
        why = error.args[0]
        said = why.decode(errors="replace") if isinstance(why, bytes) else str(why)
        raise PydanticCustomError("WC016", "is no regular expression of RE2: {why}", {"why": said}) from error
    if found:
        raise PydanticCustomError("WC016", "would match everywhere, because it matches an empty text")
    return value


@lru_cache(maxsize=1024)
def a_selector(value: str) -> str:
    """A CSS selector."""
    words(value)
    compiled = named("soupsieve:compile")
    refused: type[Exception] = named("soupsieve:SelectorSyntaxError")  # type: ignore[assignment]
    try:
        compiled(value)
    except (refused, NotImplementedError) as error:
        said = str(error).splitlines()[0].rstrip(".:")
        raise PydanticCustomError("WC017", "is no CSS selector: {why}", {"why": said}) from error
    return value


def a_figure(value: str) -> str:
    """The words around a number, `{n}` in its place."""
    if value.count("{n}") != 1 or not value.replace("{n}", "").strip():
        raise PydanticCustomError("WC018", "must be words with one {n} where the number stands: '{n} jurisdictions'")
    return value


def a_term(value: str) -> str:
    """Words whose occurrences are counted; they are told by their letters and digits."""
    words(value)
    if not any(character.isalnum() for character in fold(value)):
        raise PydanticCustomError("WC027", "must hold a letter or a digit: nothing could match it")
    return value


def a_kind_of_finding(value: str) -> str:
    """A kind of finding (docs/kinds.md)."""
    if value not in KINDS:
        near = hint(value, KINDS)
        raise PydanticCustomError("WC019", "is no kind of finding.{hint}", {"hint": near})
    return value


def a_host(value: str) -> str:
    """A host name or an address, without scheme, port or path."""
    if not _HOST.fullmatch(value):
        raise PydanticCustomError("WC022", "must be a host name such as ice.gov, without scheme, port or path")
    return value


def a_network(value: str) -> str:
    """A network in CIDR notation, an address or a host name."""
    try:
        ip_network(value, strict=False)
    except ValueError:
        if _NUMERIC.fullmatch(value) or not _HOST.fullmatch(value):
            raise PydanticCustomError(
                "WC022", "must be a network such as 10.0.0.0/8 or a host name, without scheme and port"
            ) from None
    return value


def an_address(value: str) -> str:
    """An e-mail address."""
    if not _ADDRESS.fullmatch(value):
        raise PydanticCustomError("WC024", "must be an e-mail address such as desk@example.org")
    return value


def a_sender(value: str) -> str:
    """An e-mail address, with or without a name before it."""
    if not _ADDRESS.fullmatch(value) and not _NAMED_ADDRESS.fullmatch(value):
        raise PydanticCustomError("WC024", "must be an e-mail address, or a name with one: Watcher <bot@example.org>")
    return value


def a_bucket(value: str) -> str:
    """A place in an S3-compatible store."""
    if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+(/[^\s?#]*)?", value):
        raise PydanticCustomError("WC025", "must be s3://BUCKET or s3://BUCKET/PREFIX")
    return value


def a_database(value: str) -> str:
    """The URL of a database that the store can use."""
    if not re.match(r"sqlite:///.|postgresql(\+psycopg)?://.", value):
        raise PydanticCustomError("WC025", "must be sqlite:///FILE or postgresql+psycopg://…")
    return value
