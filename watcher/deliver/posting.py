"""What the answer to a posted message, or its absence, means for the delivery."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from watcher.deliver.answered import Answered, Post
from watcher.errors import DeliveryError, FetchError, Refused
from watcher.model import Channel
from watcher.text import shorten, tidy, visible

LONGEST_WAIT = 6 * 3600.0
"""Seconds that another side may make us wait."""

_LATER = {408, 425, 429}
_REPLY = 200
_SECRET = 5
"""Letters from which on a piece of an address may give it away."""
_PIECES = re.compile("[/?&=;#@]")


async def hand_over(
    channel: Channel,
    post: Post,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    method: str = "POST",
    understand: Callable[[Answered], Answered] = lambda answer: answer,
) -> str:
    """Post the body; returns the reply, or raises DeliveryError. The address is a secret: its host alone is named.

    `understand` is for services whose status is not their last word.
    """
    where = f"channel {channel.name!r} ({_host(url)})"
    try:
        answer = understand(await post(url, body=body, headers=headers, method=method))
    except FetchError as error:
        raise _unanswered(where, error) from None  # the cause may spell the address
    reply = f"{answer.status} {_words(answer.body, channel)}".rstrip()
    if 200 <= answer.status < 300:
        return reply
    may_pass = answer.status in _LATER or answer.status >= 500
    raise DeliveryError(
        f"{where} answered {reply}; {'it is tried again' if may_pass else _way_out(answer.status)}",
        permanent=not may_pass,
        retry_after=retry_after(answer.headers) if may_pass else None,
    )


def _words(body: bytes, channel: Channel) -> str:
    """The reply's first words, unless they repeat a piece of the channel's address or key: some servers do."""
    told = shorten(visible(tidy(body[:4096].decode("utf-8", "replace"))), _REPLY)
    pieces = [piece for secret in _secrets(channel) for piece in _PIECES.split(secret) if len(piece) >= _SECRET]
    forms = {form[:_SECRET].casefold() for piece in pieces for form in (piece, unquote(piece))}
    return "" if any(form in told.casefold() for form in forms) else told


def _secrets(channel: Channel) -> Iterator[str]:
    for key in ("url", "token", "secret"):
        value = channel.settings.get(key)
        if isinstance(value, str):
            # Whose address it is may be told.
            yield value.partition("://")[2].partition("/")[2] if "://" in value else value


def retry_after(headers: Sequence[tuple[str, str]]) -> float | None:
    """Seconds that the other side asks us to wait, at most six hours; None when it does not say.

    >>> retry_after([("retry-after", "120")]), retry_after([("retry-after", "soon")])
    (120.0, None)
    """
    said = {name.lower(): value.strip() for name, value in headers}
    asked = said.get("retry-after", "")
    if asked.isascii() and asked.isdigit():
        return min(float(asked[:9]), LONGEST_WAIT)
    until = _moment(asked)
    if until is None:
        return None
    # By the other side's own clock where it tells the time: ours may be off.
    now = _moment(said.get("date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def _unanswered(where: str, error: FetchError) -> DeliveryError:
    if isinstance(error, Refused):
        return DeliveryError(
            f"{where}: our address guard refused it ({error.code}); if it is meant, list the host under "
            f"fetch.allow_private in watcher.yaml",
            permanent=True,
        )
    if error.sent:
        return DeliveryError(f"{where}: sent, but no answer came ({error.code}); it may have arrived", uncertain=True)
    return DeliveryError(f"{where}: could not be reached ({error.code}); it is tried again")


def _way_out(status: int) -> str:
    """What the operator can do about an answer that will not change by itself."""
    if 300 <= status < 400:
        return "redirects are not followed: put the new address into watcher.yaml"
    if status in (401, 403):
        return "the address or its secret is not accepted (any more): see watcher.yaml, then `watcher outbox retry`"
    if status in (404, 410):
        return "the address is not there (any more): see watcher.yaml, then `watcher outbox retry`"
    return "it is not tried again; `watcher outbox retry` does"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "no host"
    except ValueError:
        return "no host"


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
