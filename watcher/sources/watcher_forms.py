"""What may stand in watcher.yaml."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from watcher.sources.channel_forms import ChannelForm
from watcher.sources.forms import (
    BucketUrl,
    Cadence,
    Crontab,
    Database,
    Duration,
    Form,
    Id,
    KindOfFinding,
    Line,
    Mark,
    Name,
    Network,
    Period,
    QuietHours,
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


class HasteForm(Form):
    """What the cadence `at-once` waits for."""

    confirm: Duration = Field(
        default="3m",
        description="So long after it was found `watcher run` looks again at what is critical; 0s: no second look.",
        examples=["3m", "0s"],
    )
    join: Duration = Field(
        default="5m", description="So long a change waits for others of the same source.", examples=["5m", "0s"]
    )
    most_per_hour: int = Field(
        default=6,
        ge=1,
        le=60,
        description="Messages to one recipient in an hour; what comes after waits for one that tells it all.",
        examples=[6],
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
        description="When: as soon as it is found, each hour, once a day or once a week.",
        examples=["daily@07:00", "weekly@mon-07:00", "hourly", "at-once"],
    )
    cron: Crontab | None = Field(
        default=None,
        description="When, as a crontab says it, in place of a cadence: minute, hour, day of the month, month, day "
        "of the week.",
        examples=["0 7 * * 1-5"],
    )
    at_once: HasteForm = Field(
        default=HasteForm(), description="What the cadence at-once waits for.", examples=[{"join": "5m"}]
    )
    quiet_hours: QuietHours | None = Field(
        default=None,
        description="Hours of the day in which nothing is sent; it waits until they end.",
        examples=["22:00-07:00"],
    )
    quiet: Literal["all-but-critical", "all"] = Field(
        default="all-but-critical",
        description="Whether what is critical waits too, where the cadence is at-once.",
        examples=["all"],
    )
    timezone: TimeZone = Field(
        default="UTC", description="Time zone of the cadence and of the digest's times.", examples=["America/New_York"]
    )
    changes: Literal["net", "all"] = Field(
        default="net",
        description="Whether what was changed and taken back within one digest is one line of it, or each change.",
        examples=["all"],
    )
    send_empty: bool = Field(
        default=False,
        description="Send a digest even when nothing changed; a weekly one always is.",
        examples=[True],
    )

    @model_validator(mode="after")
    def _has_one_rhythm(self) -> Self:
        if self.cron is not None and "cadence" in self.model_fields_set:
            raise PydanticCustomError("WC020", "has both a cadence and cron; take one of them")
        return self


class AuthorityForm(Form):
    """Somebody who gives time stamps (RFC 3161)."""

    name: Mark = Field(description="Its name in the files of its stamps.", examples=["identrust"])
    url: Url = Field(description="Where it is asked.", examples=["http://timestamp.identrust.com"])
    chain: Words | None = Field(
        default=None,
        description="File, relative to this one, of the certificates that its stamps must lead to. Left out: those it "
        "brings along count, which finds damage but no forgery.",
        examples=["./tsa/identrust-chain.pem"],
    )


class SealsForm(Form):
    """How what was seen is sealed, so that nobody can alter it unseen."""

    every: Period = Field(
        default="1h", description="How often what is new is sealed; before a digest it always is.", examples=["1h"]
    )
    authorities: list[AuthorityForm] = Field(
        default=[],
        description="Who stamps each seal with the time. Two or more are advised, of different owners.",
        examples=[[{"name": "identrust", "url": "http://timestamp.identrust.com"}]],
    )

    @model_validator(mode="after")
    def _has_one_of_a_name(self) -> Self:
        names = [one.name for one in self.authorities]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise PydanticCustomError("WC010", "names two authorities {name!r}", {"name": twice[0]})
        return self


class ArchiveForm(Form):
    """The public web archive: asked for old captures by `watcher import wayback`, and for new ones by `preserve`."""

    url: Url = Field(
        default="https://web.archive.org",
        description="Where it is asked; it must speak as the Wayback Machine does.",
        examples=["https://web.archive.org"],
    )
    gap: Duration = Field(default="4s", description="Pause between two questions.", examples=["4s"])


class BodiesForm(Form):
    """Where the bodies of answers lie, if not in the vault's folder: a place in an S3-compatible store."""

    url: BucketUrl = Field(description="The bucket, and where in it.", examples=["s3://pages/watcher"])
    endpoint: Url | None = Field(
        default=None, description="Where the store is asked. Left out: Amazon's.", examples=["https://s3.example.org"]
    )
    region: Line = Field(default="", description="The store's region.", examples=["eu-central-1"])
    key: Line = Field(
        default="",
        description="The name of the access key. Left out: the machine's own role, or AWS_ACCESS_KEY_ID.",
        examples=["${file:s3_key}"],
    )
    secret: Line = Field(default="", description="Its secret; put it into a file.", examples=["${file:s3_secret}"])


class WatcherForm(Form):
    """How this installation fetches, keeps and tells."""

    version: Literal[1] = Field(default=1, description="The version of this format.", examples=[1])
    vault: Words = Field(
        default="./snapshots", description="Folder of what was seen, relative to this file.", examples=["./snapshots"]
    )
    bodies: BodiesForm | None = Field(
        default=None,
        description="Where the bodies lie, if not in the vault; the ledger and the seals stay there.",
        examples=[{"url": "s3://pages/watcher"}],
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
    ping: Url | None = Field(
        default=None,
        description="An address that is asked for after each complete round, so that somebody outside notices when "
        "they stop. Whoever knows it can say that all is well: put it into a file.",
        examples=["${file:ping_url}"],
    )
    fetch: FetchForm = Field(
        default=FetchForm(), description="How pages are fetched.", examples=[{"contact": "https://example.org/bot"}]
    )
    seals: SealsForm = Field(
        default=SealsForm(), description="How what was seen is sealed.", examples=[{"every": "1h"}]
    )
    archive: ArchiveForm = Field(
        default=ArchiveForm(), description="The public web archive.", examples=[{"url": "https://web.archive.org"}]
    )
    channels: dict[Name, ChannelForm] = Field(
        default={}, description="Places to send to, by name.", examples=[{"box": {"type": "mailbox", "path": "./mail"}}]
    )
    subscriptions: list[SubscriptionForm] = Field(
        default=[], description="Who wants what, when.", examples=[[{"name": "daily", "channel": "box"}]]
    )
