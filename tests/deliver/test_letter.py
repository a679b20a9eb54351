"""A message as a letter."""

from dataclasses import replace
from email import message_from_bytes, policy

from watcher.deliver.letter import letter, message_id

SENDER = "Watcher <watcher@example.org>"


def read(mail):
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def test_a_letter_has_both_parts_and_reads_back_as_written(message, delivery):
    back = read(letter(message, delivery, SENDER, "reader@example.net"))
    assert back.get_content_type() == "multipart/alternative"
    text, html = back.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().replace("\r\n", "\n") == message.html
    assert back["Subject"] == message.subject
    assert back["List-Id"] == "<desk.example.org>"
    assert back["Date"] == "Sat, 21 Nov 2026 12:00:00 +0000"
    assert back["To"] == "reader@example.net"


def test_a_subject_reads_back_as_written_wherever_it_is_folded(message, delivery):
    for length in range(40, 100):
        subject = f"[watcher] {'word ' * 20}"[:length] + "… “is” shown, ICE: Secure"
        raw = letter(replace(message, subject=subject), delivery, SENDER, "reader@example.net").as_bytes()
        assert message_from_bytes(raw, policy=policy.default)["Subject"] == subject
        assert all(len(line) <= 78 for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"))


def test_a_repeat_differs_in_nothing_but_the_number_of_the_attempt(message, delivery):
    first = letter(message, delivery, SENDER, "reader@example.net").as_bytes()
    second = letter(message, replace(delivery, attempt=2), SENDER, "reader@example.net").as_bytes()
    assert first != second
    assert first.replace(b"X-Watcher-Attempt: 1", b"X-Watcher-Attempt: 2") == second


def test_every_recipient_and_part_has_a_message_id_of_its_own(delivery):
    ids = {
        message_id(delivery, SENDER),
        message_id(replace(delivery, recipient="other@example.net"), SENDER),
        message_id(replace(delivery, part=2), SENDER),
    }
    assert len(ids) == 3
    assert all(one.startswith("<01KAK3V8Q0ZJ5T7M9X2N4B6C8D.") and one.endswith("@example.org>") for one in ids)


def test_no_text_makes_a_header_or_breaks_the_letter(message, delivery):
    hostile = "a\r\nBcc: z@example.org\r\n\r\nbody \x00\x1b\ud800\u202e " + "x" * 3000
    given = replace(
        message,
        subject=hostile,
        text=hostile,
        html=hostile,
        headers=(("X-Watcher-Source", hostile), ("Bad\nName", "x")),
    )
    mail = letter(given, replace(delivery, id=hostile), f"{hostile} <watcher@example.org>", hostile)
    raw = mail.as_bytes()
    back = read(mail)
    assert back["Bcc"] is None
    assert "Bad" not in str(back.keys())
    assert b"\x00" not in raw
    assert b"\x1b" not in raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert back.get_content_type() == "multipart/alternative"


def test_our_own_headers_cannot_be_given_twice(message, delivery):
    given = replace(message, headers=(("Subject", "other"), ("From", "z@example.org"), ("message-id", "<z@z>")))
    back = read(letter(given, delivery, SENDER, "reader@example.net"))
    assert back.get_all("From") == [SENDER]
    assert back.get_all("Subject") == [message.subject]
    assert len(back.get_all("Message-ID")) == 1


def test_each_recipient_has_a_way_out_of_their_own_and_no_address_is_encoded_however_long(message, delivery):
    place = f"https://watcher.{'long-' * 12}name.example.org/u"
    way = f"<{place}/{delivery.digest_id}>, <mailto:watcher@example.org?subject=unsubscribe%20desk>"
    given = replace(
        message, headers=(("List-Unsubscribe", way), *message.headers), text=f"Stop: {place}/{delivery.digest_id}"
    )
    mail = letter(given, replace(delivery, ticket="01KD-5e9"), SENDER, "reader@example.net").as_bytes()
    assert f"List-Unsubscribe: <{place}/01KD-5e9>,\r\n <mailto:".encode() in mail
    back = message_from_bytes(mail, policy=policy.default)
    assert f"Stop: {place}/01KD-5e9" in back.get_body(("plain",)).get_content()
    assert back["List-Id"] == "<desk.example.org>"
