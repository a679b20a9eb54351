"""Mail through an SMTP server, one letter for each recipient."""

import asyncio
import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache

from watcher.deliver.answered import Post
from watcher.deliver.keys import listed, section, words
from watcher.deliver.letter import host, letter
from watcher.errors import DeliveryError, NameUnknown, Refused
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message
from watcher.net import resolve_vetted
from watcher.text import shorten, tidy, visible

_CONNECT, _COMMAND, _VERDICT = 15.0, 30.0, 90.0
"""Seconds for a connection, for the reply to a command, for the reply to the whole letter."""
DEADLINE = 150.0
"""Seconds for one letter in all: a server that drips its replies must not keep other letters waiting."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server as a channel describes it."""

    name: str
    port: int
    tls: str
    """`starttls`, `tls` or `none`."""
    addresses: Sequence[str] = ()
    """Where it is, vetted."""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def told_user(self) -> str:
        """Whom we log in as, unless that is a secret: some services take one token for both."""
        return f"user {self.user!r}" if self.user and self.user != self.password else "us"


async def login(channel: Channel) -> str:
    """Go as far as the login, then hang up: nothing is sent. Raises DeliveryError."""
    server = await _server(channel)
    await asyncio.to_thread(enter, server, host(words(channel, "from")), _trust())
    return f"mail server {server.name} lets {server.told_user} in; let its DKIM cover the List-* headers"


@notifier("email", recipients=lambda channel: listed(channel, "to"), probe=login)
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Mail the letter to the delivery's recipient."""
    sender = words(channel, "from")
    server = await _server(channel)
    mail = letter(message, delivery, sender, delivery.recipient)
    envelope = parseaddr(sender)[1], parseaddr(delivery.recipient)[1]
    return await asyncio.to_thread(submit, server, envelope, mail.as_bytes(), _trust())


def submit(
    server: Server, envelope: tuple[str, str], letter_bytes: bytes, trust: ssl.SSLContext, deadline: float = DEADLINE
) -> str:
    """Hand the letter to the server within so many seconds; returns its reply. Raises DeliveryError.

    A letter whose last dot was sent without an answer may have arrived (RFC 1047): `uncertain`.
    """
    sender, recipient = envelope
    session = _Session(server, host(sender), trust)
    with _ended_after(session, deadline):
        with _said(server, "did not let us in"):
            session.enter()
        with _said(server, f"did not take {visible(recipient)}"):
            session.command(250, f"MAIL FROM:<{sender}>")
            session.command((250, 251), f"RCPT TO:<{recipient}>")
            session.command(354, "DATA")
            session.send(_dotted(letter_bytes))
        return _verdict(server, session)


def enter(server: Server, own_name: str, trust: ssl.SSLContext, deadline: float = DEADLINE) -> None:
    """Be let in by the server within so many seconds, then hang up. Raises DeliveryError."""
    session = _Session(server, own_name, trust)
    with _ended_after(session, deadline), _said(server, "did not let us in"):
        session.enter()


class _Session(smtplib.SMTP):
    """A session with a server at a vetted address; its certificate has to be for its name."""

    def __init__(self, server: Server, own_name: str, trust: ssl.SSLContext) -> None:
        # Left to itself smtplib looks our own name up, which may take minutes.
        super().__init__(local_hostname=own_name, timeout=_COMMAND)
        self._host = server.name
        self._server = server
        self._trust = trust

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        # The one place where smtplib lets us choose the address; SMTP_SSL overrides it too.
        open_one = _connected(self._server)
        open_one.settimeout(timeout)
        if self._server.tls == "tls":
            return self._trust.wrap_socket(open_one, server_hostname=host)
        return open_one

    def enter(self) -> None:
        """Connect, protect the line, log in, as the channel says."""
        code, reply = self.connect(self._server.name, self._server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, reply)
        self.ehlo_or_helo_if_needed()
        if self._server.tls == "starttls":
            self.starttls(context=self._trust)
            self.ehlo_or_helo_if_needed()
        if self._server.user:
            self.login(self._server.user, self._server.password)

    def command(self, expected: int | tuple[int, ...], line: str) -> None:
        """Say one line; any other reply than these codes is an error."""
        code, reply = self.docmd(line)
        if code not in (expected if isinstance(expected, tuple) else (expected,)):
            raise smtplib.SMTPResponseException(code, reply)

    def end(self) -> None:
        """Hang up from another thread: whoever waits for a reply waits no longer."""
        if (line := self.sock) is not None:
            with contextlib.suppress(OSError):
                # Not SSLSocket's own: that would take the encryption off while the other thread still writes.
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def leave(self) -> None:
        """Say good-bye if anybody listens, wait for no answer, hang up."""
        if self.sock is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.sock.settimeout(1.0)
                self.putcmd("QUIT")
        self.close()


async def _server(channel: Channel) -> Server:
    """The server of the channel, found and vetted."""
    said = section(channel, "smtp")
    name, port = str(said.get("host") or ""), int(str(said.get("port") or 587))
    try:
        addresses = await resolve_vetted(name, port, (name,) if said.get("allow_private") is True else ())
    except Refused as error:
        problem = f"mail server {name}: our address guard refused it; if it is meant, set allow_private under smtp"
        raise DeliveryError(problem, permanent=True) from error
    except NameUnknown as error:
        raise DeliveryError(f"mail server {name}: the name does not resolve; it is tried again") from error
    user, password = str(said.get("user") or ""), str(said.get("password") or "")
    return Server(name, port, str(said.get("tls") or "starttls"), addresses, user, password)


def _connected(server: Server) -> socket.socket:
    """A connection to the first of the addresses that takes one."""
    refusal = OSError("no address")
    for address in server.addresses:
        try:
            return socket.create_connection((address, server.port), _CONNECT)
        except OSError as error:
            refusal = error
    raise refusal


@contextlib.contextmanager
def _ended_after(session: _Session, seconds: float) -> Iterator[None]:
    """The session lasts no longer than that, and no longer than needed."""
    timer = threading.Timer(seconds, session.end)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        session.leave()


def _verdict(server: Server, session: _Session) -> str:
    """What the server says to the whole letter."""
    if session.sock is not None:
        session.sock.settimeout(_VERDICT)
    try:
        code, reply = session.getreply()
    except (OSError, smtplib.SMTPException) as error:
        problem = f"mail server {server.name}: the letter was sent, but no answer came; it may have arrived"
        raise DeliveryError(problem, uncertain=True) from error
    if code != 250:
        with _said(server, "did not take the letter"):
            raise smtplib.SMTPResponseException(code, reply)
    return f"{code} {_words(reply)}"


@contextlib.contextmanager
def _said(server: Server, deed: str) -> Iterator[None]:
    """What went wrong before the letter's end, as a DeliveryError: 5xx will not pass by itself, all else may."""
    where = f"mail server {server.name}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        # The reply may quote what we sent: its code alone is told.
        problem = (
            f"{where} {deed}: login refused with {error.smtp_code} for {server.told_user}; see smtp in watcher.yaml"
        )
        raise DeliveryError(problem, permanent=error.smtp_code >= 500) from None
    except smtplib.SMTPResponseException as error:
        permanent = 500 <= error.smtp_code < 600
        problem = f"{where} {deed}: {error.smtp_code} {_words(error.smtp_error)}"
        raise DeliveryError(problem, permanent=permanent) from error
    except ssl.SSLError as error:
        problem = f"{where} {deed}: no trusted connection ({error.reason or error}); it is tried again"
        raise DeliveryError(problem) from error
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"{where} {deed}: {_words(str(error))}; it is tried again") from error
    except ValueError:
        # Its cause may hold the password.
        problem = f"{where} {deed}: an address, the user or the password holds letters that SMTP cannot carry"
        raise DeliveryError(problem, permanent=True) from None


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return shorten(visible(tidy(text)), 200)


def _dotted(letter_bytes: bytes) -> bytes:
    """The letter as DATA wants it: a dot before each leading dot, one on a line of its own at the end (RFC 5321)."""
    text = letter_bytes if letter_bytes.endswith(b"\r\n") else letter_bytes + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", text) + b".\r\n"


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
