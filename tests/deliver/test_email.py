"""Mail through a server, and what each of its answers means."""

import asyncio
import ssl
import time
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from watcher.deliver.door import deliver
from watcher.deliver.letter import letter
from watcher.deliver.notifiers.email import Server, submit
from watcher.errors import DeliveryError

ENVELOPE = ("watcher@example.org", "reader@example.net")


def send(message, delivery, channel, posts):
    return asyncio.run(deliver(message, delivery, channel, posts))


def failure_of(message, delivery, channel, posts) -> DeliveryError:
    with pytest.raises(DeliveryError) as failure:
        send(message, delivery, channel, posts)
    return failure.value


def test_the_server_s_reply_comes_back_and_the_letter_arrives_whole(message, delivery, desk, posts, mail_server):
    server = mail_server()
    assert send(message, delivery, desk(server.port), posts) == "250 2.0.0 kept as 7"
    (raw,) = server.letters
    assert b"\r\n..a line that begins with a dot" in raw
    arrived = message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=policy.default)
    assert arrived["To"] == "reader@example.net"
    assert arrived.get_body(("plain",)).get_content().replace("\r\n", "\n") == message.text
    assert [line for line in server.lines if line[:4] in ("MAIL", "RCPT")] == [
        "MAIL FROM:<watcher@example.org>",
        "RCPT TO:<reader@example.net>",
    ]


@pytest.mark.parametrize(
    ("script", "permanent"),
    [
        ({"greeting": b"421 too busy\r\n"}, False),
        ({"greeting": b"554 not you\r\n"}, True),
        ({"greeting": None}, False),
        ({"greeting": b"HTTP/1.1 400 Bad Request\r\n"}, False),
        ({"EHLO": None}, False),
        ({"MAIL": b"451 later\r\n"}, False),
        ({"MAIL": b"553 not from there\r\n"}, True),
        ({"MAIL": None}, False),
        ({"RCPT": b"450 greylisted\r\n"}, False),
        ({"RCPT": b"550 no such reader\r\n"}, True),
        ({"RCPT": None}, False),
        ({"DATA": b"451 not now\r\n"}, False),
        ({"DATA": b"554 no\r\n"}, True),
        ({"DATA": None}, False),
        ({"letter": b"452 full\r\n"}, False),
        ({"letter": b"554 5.7.1 looks like spam\r\n"}, True),
    ],
    ids=str,
)
def test_four_hundreds_and_cuts_are_tried_again_five_hundreds_are_final(
    script, permanent, message, delivery, desk, posts, mail_server
):
    failure = failure_of(message, delivery, desk(mail_server(**script).port), posts)
    assert (failure.permanent, failure.uncertain) == (permanent, False)


def test_a_letter_that_nobody_acknowledged_may_have_arrived(message, delivery, desk, posts, mail_server):
    server = mail_server(letter=None)
    failure = failure_of(message, delivery, desk(server.port), posts)
    assert (failure.permanent, failure.uncertain) == (False, True)
    assert len(server.letters) == 1


def test_a_repeat_carries_the_same_message_id(message, delivery, desk, posts, mail_server):
    server = mail_server()
    for attempt in (1, 2):
        send(message, replace(delivery, attempt=attempt), desk(server.port), posts)
    first, second = (message_from_bytes(raw) for raw in server.letters)
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-Watcher-Attempt"], second["X-Watcher-Attempt"]) == ("1", "2")


def test_a_server_that_is_not_there_is_tried_again(message, delivery, desk, posts, mail_server):
    server = mail_server()
    server.close()
    failure = failure_of(message, delivery, desk(server.port), posts)
    assert (failure.permanent, failure.uncertain) == (False, False)


def test_a_name_that_does_not_resolve_is_tried_again(message, delivery, desk, posts):
    failure = failure_of(message, delivery, desk(25, host="mail.invalid"), posts)
    assert not failure.permanent


def test_a_private_address_is_refused_unless_it_is_meant(message, delivery, desk, posts, mail_server):
    server = mail_server()
    failure = failure_of(message, delivery, desk(server.port, allow_private=False), posts)
    assert failure.permanent
    assert "allow_private" in str(failure)
    assert server.lines == []


def test_a_refused_login_is_final_and_names_no_password(message, delivery, desk, posts, mail_server):
    server = mail_server(AUTH=b"535 5.7.8 s3cret-canary is wrong\r\n")
    failure = failure_of(message, delivery, desk(server.port, user="bot", password="s3cret-canary"), posts)
    assert failure.permanent
    assert "bot" in str(failure)
    assert "canary" not in f"{failure!r} {failure.__cause__!r}"


def test_a_password_that_smtp_cannot_carry_is_not_quoted(message, delivery, desk, posts, mail_server):
    failure = failure_of(message, delivery, desk(mail_server().port, user="bot", password="geheim-ž"), posts)
    assert failure.permanent
    assert "geheim" not in f"{failure!r} {failure.__cause__!r}"


def test_a_server_without_starttls_gets_nothing_in_the_clear(message, delivery, desk, posts, mail_server):
    server = mail_server()
    failure = failure_of(message, delivery, desk(server.port, tls="starttls"), posts)
    assert (failure.permanent, failure.uncertain) == (False, False)
    assert server.letters == []


def test_a_server_that_drips_is_hung_up_on(message, delivery, mail_server):
    def drip(connection):
        for _ in range(60):
            connection.sendall(b"2")
            time.sleep(0.1)

    server = mail_server(RCPT=drip)
    started = time.monotonic()
    with pytest.raises(DeliveryError) as failure:
        submit(at(server.port), ENVELOPE, b"x\r\n", ssl.create_default_context(), deadline=0.4)
    assert time.monotonic() - started < 3
    assert not failure.value.uncertain


def at(port, tls="none", name="127.0.0.1", **login):
    return Server(name, port, tls, ["127.0.0.1"], **login)


class Kept:
    """Keeps what a real server takes."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name for it)
        """Keep the letter."""
        self.letters.append(envelope)
        return "250 kept"


@pytest.fixture
def certified():
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mail.test").configure_cert(context)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    return context, trust


@pytest.fixture
def real_server(mail_server):
    started = []

    def start(**settings):
        free = mail_server()
        free.close()
        kept = Kept()
        server = Controller(kept, hostname="127.0.0.1", port=free.port, **settings)
        server.start()
        started.append(server)
        return kept, free.port

    yield start
    for server in started:
        server.stop()


def login(server, session, envelope, mechanism, given):
    return AuthResult(success=(given.login, given.password) == (b"bot", b"right"))


def test_a_real_server_takes_the_letter_over_tls_with_a_login(message, delivery, certified, real_server):
    context, trust = certified
    kept, port = real_server(tls_context=context, require_starttls=True, auth_required=True, authenticator=login)
    raw = letter(message, delivery, "watcher@example.org", "reader@example.net").as_bytes()
    server = at(port, "starttls", "mail.test", user="bot", password="right")
    assert submit(server, ENVELOPE, raw, trust) == "250 kept"
    assert kept.letters[0].content == raw
    assert kept.letters[0].rcpt_tos == ["reader@example.net"]


def test_tls_from_the_first_byte_is_spoken_too(message, delivery, certified, real_server):
    context, trust = certified
    kept, port = real_server(ssl_context=context)
    assert submit(at(port, "tls", "mail.test"), ENVELOPE, b"Subject: x\r\n\r\nx\r\n", trust) == "250 kept"
    assert len(kept.letters) == 1


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_for_another_name_or_of_a_stranger_gets_no_letter(tls, certified, real_server):
    context, trust = certified
    kept, port = real_server(**{"tls_context" if tls == "starttls" else "ssl_context": context})
    for name, trusted in (("other.test", trust), ("mail.test", ssl.create_default_context())):
        with pytest.raises(DeliveryError, match="tried again") as failure:
            submit(at(port, tls, name), ENVELOPE, b"x\r\n", trusted)
        assert (failure.value.permanent, failure.value.uncertain) == (False, False)
    assert kept.letters == []
