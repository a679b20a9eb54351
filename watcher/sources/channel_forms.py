"""What a channel of each type says of itself in watcher.yaml; one class a type."""

from typing import Annotated, Literal

from pydantic import Field

from watcher.sources.forms import Address, Form, Host, Sender, Url, Words


class MailboxForm(Form):
    """A Maildir on this machine, which any mail program can read."""

    type: Literal["mailbox"] = Field(description="A Maildir folder.", examples=["mailbox"])
    path: Words = Field(
        default="./mail", description="The folder, relative to this file; made when needed.", examples=["./mail"]
    )


class SmtpForm(Form):
    """How a mail server is reached."""

    host: Host = Field(description="The server's name.", examples=["mail.example.org"])
    port: int = Field(default=587, ge=1, le=65535, description="Its port.", examples=[587, 465, 25])
    tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection is protected.", examples=["starttls"]
    )
    user: Words | None = Field(default=None, description="Left out: no login.", examples=["bot"])
    password: Words | None = Field(
        default=None, description="A reference to the secret, never the secret.", examples=["${file:/run/secrets/smtp}"]
    )
    allow_private: bool = Field(
        default=False, description="Whether the server may be on a private or local address.", examples=[True]
    )


class EmailForm(Form):
    """Mail through an SMTP server, one message for each address."""

    type: Literal["email"] = Field(description="Mail.", examples=["email"])
    to: Annotated[list[Address], Field(min_length=1)] = Field(
        description="Who gets it.", examples=[["desk@example.org"]]
    )
    from_: Sender = Field(alias="from", description="Who it comes from.", examples=["Watcher <watcher@example.org>"])
    smtp: SmtpForm = Field(description="The server that takes our mail.", examples=[{"host": "mail.example.org"}])


class WebhookForm(Form):
    """The full record, posted as JSON and signed (Standard Webhooks)."""

    type: Literal["webhook"] = Field(description="A generic webhook.", examples=["webhook"])
    url: Url = Field(description="Where to post to.", examples=["https://example.org/hooks/watcher"])
    secret: Words | None = Field(
        default=None,
        description="A reference to the signing secret. Left out: not signed.",
        examples=["${file:/run/secrets/hook}"],
    )


class SlackForm(Form):
    """A room of Slack, through an incoming webhook."""

    type: Literal["slack"] = Field(description="An incoming webhook of Slack.", examples=["slack"])
    url: Url = Field(
        description="A reference to the webhook's address, which is a secret.",
        examples=["${file:/run/secrets/slack_url}"],
    )


ChannelForm = Annotated[MailboxForm | EmailForm | WebhookForm | SlackForm, Field(discriminator="type")]
