"""A message as a letter that can be mailed or put in a mailbox."""

import hashlib
import re
import textwrap
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from watcher.model import Delivery, Message
from watcher.text import slug, tidy, visible

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_OURS = {"from", "to", "date", "subject", "message-id", "mime-version", "content-type", "content-transfer-encoding"}
_LONGEST = 900

# 7 bit, so that any server takes it and no relay rewrites it; lines end as mail wants them.
_POLICY = SMTP.clone(cte_type="7bit", refold_source="none")


def letter(message: Message, delivery: Delivery, sender: str, recipient: str) -> EmailMessage:
    """The letter for one recipient; the same for every attempt but for `X-Watcher-Attempt`."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _one_line(sender)
    mail["To"] = _one_line(recipient)
    mail["Date"] = format_datetime(message.made_at)
    _entitle(mail, _one_line(message.subject))
    mail["Message-ID"] = message_id(delivery, sender)
    for name, value in message.headers:
        if _HEADER.fullmatch(name) and name.lower() not in _OURS:
            _add(mail, name, _one_line(_own(value, delivery)))
    mail["X-Watcher-Delivery"] = _one_line(delivery.id)
    mail["X-Watcher-Attempt"] = str(delivery.attempt)
    mail.set_content(visible(_own(message.text, delivery)), cte="quoted-printable")
    mail.add_alternative(visible(_own(message.html, delivery)), subtype="html", cte="quoted-printable")
    # "=_" is not valid quoted-printable, so no body holds the boundary (RFC 2045 §6.7).
    mail.set_boundary(f"=_watcher_{_hash(mail['Message-ID'], 24)}")
    return mail


def _add(mail: EmailMessage, name: str, value: str) -> None:
    """Left to itself EmailMessage encodes a word that is longer than a line; no program follows such an address."""
    if value.isascii():
        whole = textwrap.wrap(
            f"{name}:{value}", 77, subsequent_indent=" ", break_long_words=False, break_on_hyphens=False
        )
        mail.set_raw(name, "\r\n".join(whole).removeprefix(f"{name}:"))
    else:
        mail[name] = value


def _own(text: str, delivery: Delivery) -> str:
    """With the recipient's own link to leave in the place of the one that the digest was composed with."""
    return text.replace(f"/u/{delivery.digest_id}", f"/u/{delivery.ticket}") if delivery.ticket else text


def _entitle(mail: EmailMessage, subject: str) -> None:
    """Left to itself EmailMessage (CPython 3.11) doubles a space where it folds between encoded words."""
    if subject.isascii():
        mail["Subject"] = subject
    else:
        mail.set_raw("Subject", Header(subject, "utf-8", header_name="Subject").encode())


def message_id(delivery: Delivery, sender: str) -> str:
    """What lets a repeated letter be recognised: equal for every attempt, different for every recipient.

    >>> message_id(Delivery("D1", "01KA", "desk", "a@example.org"), "Watcher <watcher@example.org>")
    '<01KA.e16bfe08be11.1@example.org>'
    """
    digest = slug(delivery.digest_id).replace(" ", "").upper() or "0"
    return f"<{digest}.{_hash(delivery.recipient, 12)}.{delivery.part}@{host(sender)}>"


def host(sender: str) -> str:
    """The host of the sender's address in ASCII; `watcher.localhost` where it has none."""
    name = parseaddr(sender)[1].rpartition("@")[2].lower()
    try:
        plain = name.encode("idna").decode("ascii") if name else ""
    except UnicodeError:
        plain = ""
    return plain if re.fullmatch(r"[a-z0-9.-]+", plain) else "watcher.localhost"


def _one_line(text: str) -> str:
    return visible(tidy(text))[:_LONGEST]


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
