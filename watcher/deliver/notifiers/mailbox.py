"""A Maildir on this machine, which any mail program can read."""

import asyncio
import mailbox
import os
from pathlib import Path

from watcher.deliver.answered import Post
from watcher.deliver.keys import words
from watcher.deliver.letter import letter
from watcher.errors import DeliveryError
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message

_SENDER = "watcher@watcher.localhost"


@notifier("mailbox", pause=0.0)
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Put the letter into the Maildir; a letter that lies there already is not put there twice."""
    folder = Path(words(channel, "path"))
    return await asyncio.to_thread(_file, folder, message, delivery, channel)


def _file(folder: Path, message: Message, delivery: Delivery, channel: Channel) -> str:
    mail = letter(message, delivery, _SENDER, f"{channel.name}@watcher.localhost")
    # The name is made of the Message-ID, so that a second attempt finds the first one's letter.
    key = f"{int(message.made_at.timestamp())}.{mail['Message-ID'].strip('<>').replace('/', '_')}"
    try:
        box = _opened(folder)
        if key in box:
            return f"lies in {folder} already as {key}"
        _put(folder, key, mail.as_bytes(policy=mail.policy.clone(linesep="\n")))
    except OSError as error:
        raise DeliveryError(
            f"channel {channel.name!r}: {folder} cannot be written to ({error.strerror or error}); it is tried again"
        ) from error
    return f"put into {folder} as {key}"


def _opened(folder: Path) -> mailbox.Maildir:
    """The Maildir, made where it is missing."""
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    return mailbox.Maildir(folder, create=False)


def _put(folder: Path, key: str, letter_bytes: bytes) -> None:
    """Whole or not at all, on the disk before it is said to be there."""
    unfinished = folder / "tmp" / key
    with unfinished.open("wb") as file:
        file.write(letter_bytes)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder / "new" / key)
    entry = os.open(folder / "new", os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
