"""What may stand in watcher.yaml."""

from typing import Literal

from pydantic import Field

from watcher.sources.channel_forms import ChannelForm
from watcher.sources.forms import (
    Cadence,
    Database,
    Duration,
    Form,
    Id,
    KindOfFinding,
    Line,
    Name,
    Network,
    Period,
    TimeZone,
    Told,
    Url,
    Words,
)


class PerHostForm(Form):
    """The pace at one host."""

    concurrency: int = Field(default=1, ge=1, le=64, description="Looks at once at one host.", examples=[1])
    gap: Duration = Field(
        default="2s", description="Pause between two looks at one host; 0s only for sites of your own.", examples=["2s"]
    )


class FetchForm(Form):
    """How politely and how carefully pages are fetched."""

    contact: Line = Field(
        default="",
        description="Where a site's operator can reach you; part of the User-Agent.",
        examples=["https://example.org/bot", "mailto:bot@example.org"],
    )
    concurrency: int = Field(default=64, ge=1, le=1024, description="Looks at once, all hosts.", examples=[64])
    per_host: PerHostForm = Field(
        default=PerHostForm(), description="How gently one host is treated.", examples=[{"concurrency": 1, "gap": "2s"}]
    )
    total_deadline: Period = Field(
        default="60s", description="After this a look has failed, however far it came.", examples=["60s"]
    )
    respect_robots: bool = Field(default=True, description="Obey robots.txt.", examples=[True])
    allow_private: list[Network] = Field(
        default=[],
        description="Networks or hosts, any port, that may be reached though they are private or local.",
        examples=[["127.0.0.1/32"], ["intranet.example.org"]],
    )


class SubscriptionForm(Form):
    """Who wants what, when. Of several conditions all must hold."""

    name: Name = Field(description="Its name in digests and mail headers.", examples=["desk-daily"])
    channel: Name = Field(description="The channel it is sent to.", examples=["desk"])
    tags: list[Words] = Field(
        default=[], description="Sources with any of these tags. Left out: all.", examples=[["dhs"]]
    )
    sources: list[Id] = Field(
        default=[], description="Sources with any of these ids. Left out: all.", examples=[["ice-secure-comm"]]
    )
    kinds: list[KindOfFinding] = Field(
        default=[], description="Kinds of finding (docs/kinds.md). Left out: all.", examples=[["page.removed"]]
    )
    min_severity: Told = Field(default="low", description="What is less grave is left out.", examples=["medium"])
    cadence: Cadence = Field(
        default="daily@07:00",
        description="When: as soon as it is found, or once a day.",
        examples=["daily@07:00", "at-once"],
    )
    timezone: TimeZone = Field(
        default="UTC", description="Time zone of the cadence and of the digest's times.", examples=["America/New_York"]
    )
    send_empty: bool = Field(
        default=False, description="Send a daily digest even when nothing changed.", examples=[True]
    )


class WatcherForm(Form):
    """How this installation fetches, keeps and tells."""

    version: Literal[1] = Field(default=1, description="The version of this format.", examples=[1])
    vault: Words = Field(
        default="./snapshots", description="Folder of what was seen, relative to this file.", examples=["./snapshots"]
    )
    database: Database = Field(
        default="sqlite:///./watcher.db",
        description="The index over the vault; the file of SQLite is relative to this file.",
        examples=["sqlite:///./watcher.db", "${env:DATABASE_URL}"],
    )
    public_url: Url | None = Field(
        default=None,
        description="Where readers reach the audit pages. Left out: digests show commands instead of links.",
        examples=["https://watcher.example.org"],
    )
    fetch: FetchForm = Field(
        default=FetchForm(), description="How pages are fetched.", examples=[{"contact": "https://example.org/bot"}]
    )
    channels: dict[Name, ChannelForm] = Field(
        default={}, description="Places to send to, by name.", examples=[{"box": {"type": "mailbox", "path": "./mail"}}]
    )
    subscriptions: list[SubscriptionForm] = Field(
        default=[], description="Who wants what, when.", examples=[[{"name": "daily", "channel": "box"}]]
    )
