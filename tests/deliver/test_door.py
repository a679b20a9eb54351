"""Which notifier serves a channel, and whom it sends to."""

import asyncio

import pytest

from watcher.deliver.door import deliver, recipients
from watcher.errors import DeliveryError
from watcher.model import Channel


def test_every_address_of_a_mail_channel_gets_a_message_of_its_own(desk):
    assert recipients(desk(25)) == ("reader@example.net", "other@example.net")
    assert recipients(Channel("desk", "email", {"to": ["a@x.example", "a@x.example"]})) == ("a@x.example",)


def test_a_channel_with_one_reader_is_its_own_recipient():
    assert recipients(Channel("box", "mailbox", {"path": "mail"})) == ("box",)
    assert recipients(Channel("room", "slack", {})) == ("room",)


def test_a_channel_that_nothing_serves_is_given_up_with_the_way_out(message, delivery, posts):
    with pytest.raises(
        DeliveryError, match=r"pigeon.*email, mailbox, matrix, mattermost, ntfy, slack, teams, webhook"
    ) as failure:
        asyncio.run(deliver(message, delivery, Channel("loft", "pigeon"), posts))
    assert failure.value.permanent


@pytest.mark.parametrize("kind", ["mailbox", "email", "webhook", "slack"])
def test_a_channel_that_lacks_a_key_is_given_up_by_name(kind, message, delivery, posts):
    with pytest.raises(DeliveryError, match=r"'loft'.*watcher\.yaml") as failure:
        asyncio.run(deliver(message, delivery, Channel("loft", kind), posts))
    assert failure.value.permanent
