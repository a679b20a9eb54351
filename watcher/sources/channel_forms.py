"""What a channel of each type says of itself in watcher.yaml; one class a type."""

from typing import Annotated, Literal

from pydantic import Field

from watcher.sources.forms import Address, Form, Host, Room, Sender, Service, Topic, Url, Words


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


class TeamsForm(Form):
    """A channel of Microsoft Teams, through a workflow."""

    type: Literal["teams"] = Field(description="A workflow of Teams that posts a card.", examples=["teams"])
    url: Url = Field(
        description="A reference to the workflow's address, which is a secret.",
        examples=["${file:/run/secrets/teams_url}"],
    )


class DiscordForm(Form):
    """A channel of Discord, through a webhook."""

    type: Literal["discord"] = Field(description="A webhook of Discord.", examples=["discord"])
    url: Url = Field(
        description="A reference to the webhook's address, which is a secret.",
        examples=["${file:/run/secrets/discord_url}"],
    )


class MattermostForm(Form):
    """A channel of Mattermost, through an incoming webhook."""

    type: Literal["mattermost"] = Field(description="An incoming webhook of Mattermost.", examples=["mattermost"])
    url: Url = Field(
        description="A reference to the webhook's address, which is a secret.",
        examples=["${file:/run/secrets/mattermost_url}"],
    )


class MatrixForm(Form):
    """A room of Matrix that an account of ours is in."""

    type: Literal["matrix"] = Field(description="A room of Matrix.", examples=["matrix"])
    homeserver: Url = Field(description="The account's server.", examples=["https://matrix.example.org"])
    room: Room = Field(description="The room's id, not its alias.", examples=["!AbCdEf:example.org"])
    token: Words = Field(
        description="A reference to the account's access token.", examples=["${file:/run/secrets/matrix_token}"]
    )


class NtfyForm(Form):
    """A topic of ntfy."""

    type: Literal["ntfy"] = Field(description="A topic of ntfy.", examples=["ntfy"])
    url: Topic = Field(
        description="The topic's address; a reference where its name keeps others out.",
        examples=["${file:/run/secrets/ntfy_url}"],
    )
    token: Words | None = Field(
        default=None,
        description="A reference to the access token. Left out: anybody may write there.",
        examples=["${file:/run/secrets/ntfy_token}"],
    )


class AppriseForm(Form):
    """Any service that Apprise knows; needs the extra `chat`."""

    type: Literal["apprise"] = Field(description="A service that Apprise sends to.", examples=["apprise"])
    url: Service = Field(
        description="A reference to Apprise's address of it, which holds its secrets.",
        examples=["${file:/run/secrets/telegram_url}"],
    )


ChannelForm = Annotated[
    MailboxForm
    | EmailForm
    | WebhookForm
    | SlackForm
    | TeamsForm
    | DiscordForm
    | MattermostForm
    | MatrixForm
    | NtfyForm
    | AppriseForm,
    Field(discriminator="type"),
]
