"""How it is said who left a subscription."""

from collections.abc import Iterator, Sequence

from watcher.model.forms import moment
from watcher.store import Unsubscribed


def unsubscribed_lines(gone: Sequence[Unsubscribed]) -> Iterator[str]:
    """A line for each, and the way back."""
    for one in gone:
        yield f"{one.recipient} left {one.subscription} on {one.since:%Y-%m-%d %H:%M} UTC"
    if gone:
        yield "`watcher notify resubscribe SUBSCRIPTION RECIPIENT` takes that back, if they ask for it."


def unsubscribed_forms(gone: Sequence[Unsubscribed]) -> list[dict[str, str]]:
    """The same for programs."""
    return [
        {
            "subscription": one.subscription,
            "channel": one.channel,
            "recipient": one.recipient,
            "since": moment(one.since),
        }
        for one in gone
    ]
