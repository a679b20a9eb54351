"""Stage 9: a message is handed over to one recipient on a channel.

Each kind of channel is one file in `notifiers`; what an attempt means for the next one is decided
by the outbox, from the error alone.
"""

from watcher.deliver.backoff import backoff
from watcher.deliver.door import deliver, recipients
from watcher.deliver.posting import Answered, Post

__all__ = ["Answered", "Post", "backoff", "deliver", "recipients"]
