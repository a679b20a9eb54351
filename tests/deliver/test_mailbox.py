"""The Maildir."""

import asyncio
import mailbox
from dataclasses import replace

import pytest

from watcher.deliver.door import deliver
from watcher.errors import DeliveryError
from watcher.model import Channel


@pytest.fixture
def box(tmp_path):
    return Channel("box", "mailbox", {"path": str(tmp_path / "deep" / "mail")})


def put(message, delivery, box, posts):
    return asyncio.run(deliver(message, delivery, box, posts))


def letters(box):
    return list(mailbox.Maildir(box.settings["path"], create=False))


def test_a_letter_lies_in_a_maildir_made_on_demand(message, delivery, box, posts):
    reply = put(message, delivery, box, posts)
    (found,) = letters(box)
    assert found["Message-ID"].startswith("<01KAK3V8Q0ZJ5T7M9X2N4B6C8D.")
    assert found.get_subdir() == "new"
    assert box.settings["path"] in reply


def test_a_second_attempt_puts_no_second_letter(message, delivery, box, posts):
    put(message, delivery, box, posts)
    again = put(message, replace(delivery, attempt=2), box, posts)
    assert "already" in again
    assert len(letters(box)) == 1


def test_a_letter_that_was_read_meanwhile_is_not_put_there_again(message, delivery, box, posts):
    put(message, delivery, box, posts)
    opened = mailbox.Maildir(box.settings["path"], create=False)
    ((key, read),) = opened.items()
    read.set_subdir("cur")
    read.set_flags("S")
    opened[key] = read
    put(message, replace(delivery, attempt=2), box, posts)
    assert len(letters(box)) == 1


def test_an_attempt_that_died_halfway_leaves_nothing_in_the_way(message, delivery, box, posts, tmp_path):
    put(message, delivery, box, posts)
    folder = tmp_path / "deep" / "mail"
    (finished,) = (folder / "new").iterdir()
    finished.rename(folder / "tmp" / finished.name)
    (folder / "tmp" / finished.name).write_bytes(b"From: half a let")
    put(message, replace(delivery, attempt=2), box, posts)
    (found,) = letters(box)
    assert found["X-Watcher-Attempt"] == "2"
    assert found.is_multipart()


def test_other_digests_make_letters_of_their_own(message, delivery, box, posts):
    put(message, delivery, box, posts)
    other = "01KAK3V8Q0ZJ5T7M9X2N4B6C8E"
    put(replace(message, digest_id=other), replace(delivery, digest_id=other), box, posts)
    assert len(letters(box)) == 2


def test_a_folder_that_cannot_be_made_is_tried_again_and_named(message, delivery, posts, tmp_path):
    (tmp_path / "mail").write_text("a file stands here")
    with pytest.raises(DeliveryError, match="mail cannot be written") as failure:
        put(message, delivery, Channel("box", "mailbox", {"path": str(tmp_path / "mail")}), posts)
    assert not failure.value.permanent
    assert not failure.value.uncertain
