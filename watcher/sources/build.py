"""How forms that are known to be right become the nouns of the model."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from watcher.model import (
    Authority,
    Bucket,
    Channel,
    Configuration,
    Expect,
    Haste,
    Ignore,
    Links,
    Manners,
    Pages,
    Seals,
    Severity,
    Source,
    Subscription,
    WebArchive,
)
from watcher.sources import calendar
from watcher.sources.channel_forms import MailboxForm
from watcher.sources.forms import Form
from watcher.sources.source_forms import DefaultsForm, SourceForm, SourcesForm
from watcher.sources.values import length
from watcher.sources.watcher_forms import BodiesForm, FetchForm, SealsForm, SubscriptionForm, WatcherForm


def configuration(folder: Path, sources: Sequence[SourceForm], watcher: WatcherForm) -> Configuration:
    """Everything the files in this folder say; paths come out absolute."""
    known = {form.id for form in sources}
    return Configuration(
        sources=tuple(_source(form, known) for form in sources),
        channels=tuple(_channel(folder, name, form) for name, form in watcher.channels.items()),
        subscriptions=tuple(_subscription(form) for form in watcher.subscriptions),
        manners=_manners(watcher.fetch),
        vault=str(_absolute(folder, watcher.vault)),
        bodies=bucket(watcher.bodies),
        database=_database(folder, watcher.database),
        public_url=(watcher.public_url or "").rstrip("/"),
        ping=watcher.ping or "",
        seals=_seals(folder, watcher.seals),
        archive=WebArchive(watcher.archive.url.rstrip("/"), length(watcher.archive.gap).total_seconds()),
    )


def bucket(form: BodiesForm | None) -> Bucket | None:
    """Where the bodies lie, if not in the vault."""
    return None if form is None else Bucket(form.url, form.endpoint or "", form.region, form.key, form.secret)


def filled(form: SourcesForm, ids: Sequence[str | None]) -> list[SourceForm]:
    """The sources with their ids and with what the defaults say of them."""
    return [_filled(source, each, form.defaults) for source, each in zip(form.sources, ids, strict=True)]


def _filled(form: SourceForm, source_id: str | None, defaults: DefaultsForm) -> SourceForm:
    return form.model_copy(
        update={
            "id": source_id,
            "every": form.every or defaults.every,
            "timezone": form.timezone or defaults.timezone,
            "preserve": form.preserve or defaults.preserve,
            "tags": _once(defaults.tags, form.tags),
            "watch_terms": _once(defaults.watch_terms, form.watch_terms),
            "ignore": [*defaults.ignore, *form.ignore],
            "alert": {**defaults.alert, **form.alert},
        }
    )


def _once(*lists: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word for each in lists for word in each))


def _source(form: SourceForm, known: set[str | None]) -> Source:
    assert form.id
    return Source(
        id=form.id,
        url=form.url,
        name=form.name or "",
        kind=form.kind,
        every=length(form.every or DefaultsForm().every),
        tags=tuple(form.tags),
        timezone=form.timezone or DefaultsForm().timezone,
        select=tuple(form.select),
        expect=Expect(**form.expect.model_dump() | {"breadcrumb": tuple(form.expect.breadcrumb)}),
        ignore=_ignore(form),
        figures=tuple(form.figures.items()),
        contacts=form.contacts,
        headings_as_questions=form.headings_as_questions,
        watch_terms=tuple(form.watch_terms),
        links=Links(tuple(form.links.follow), form.links.save_copy),
        pages=Pages(form.pages.follow_next, form.pages.max),
        learn_moving=form.moving_parts == "leave-out",
        mirror_of=form.mirror_of if form.mirror_of in known else None,
        alert=tuple((kind, Severity.of(level)) for kind, level in form.alert.items()),
        robots_override=form.robots_override,
        render="browser" if form.render == "browser" else "",
        render_from=tuple(name.lower() for name in form.render_from),
        preserve="wayback" if form.preserve == "wayback" else "",
    )


def _ignore(form: SourceForm) -> Ignore:
    return Ignore(
        stamps=tuple(entry.stamp for entry in form.ignore if entry.stamp),
        select=tuple(entry.select for entry in form.ignore if entry.select),
        text=tuple(entry.text for entry in form.ignore if entry.text),
    )


def _channel(folder: Path, name: str, form: Form) -> Channel:
    settings: dict[str, Any] = form.model_dump(by_alias=True, exclude_none=True)
    if isinstance(form, MailboxForm):
        settings["path"] = str(_absolute(folder, form.path))
    return Channel(name=name, type=settings.pop("type"), settings=settings)


def _subscription(form: SubscriptionForm) -> Subscription:
    return Subscription(
        name=form.name,
        channel=form.channel,
        tags=tuple(form.tags),
        sources=tuple(form.sources),
        kinds=tuple(form.kinds),
        min_severity=Severity.of(form.min_severity),
        cadence="cron" if form.cron else form.cadence.partition("@")[0],
        at=calendar.hour(form.cadence),
        weekday=calendar.weekday(form.cadence),
        cron=calendar.timetable(form.cron) if form.cron else None,
        timezone=form.timezone,
        send_empty=form.send_empty,
        is_net=form.changes == "net",
        quiet=calendar.quiet(form.quiet_hours, holds_critical=form.quiet == "all") if form.quiet_hours else None,
        haste=Haste(length(form.at_once.confirm), length(form.at_once.join), form.at_once.most_per_hour),
    )


def _manners(form: FetchForm) -> Manners:
    return Manners(
        contact=form.contact,
        concurrency=form.concurrency,
        host_concurrency=form.per_host.concurrency,
        host_gap=length(form.per_host.gap).total_seconds(),
        total_deadline=length(form.total_deadline).total_seconds(),
        respect_robots=form.respect_robots,
        allow_private=tuple(form.allow_private),
    )


def _seals(folder: Path, form: SealsForm) -> Seals:
    return Seals(
        every=length(form.every),
        authorities=tuple(
            Authority(one.name, one.url, str(_absolute(folder, one.chain)) if one.chain else "")
            for one in form.authorities
        ),
    )


def _absolute(folder: Path, path: str) -> Path:
    return (folder / path).resolve()


def _database(folder: Path, url: str) -> str:
    path, mark, options = url.removeprefix("sqlite:///").partition("?")
    if not url.startswith("sqlite:///") or path == ":memory:":
        return url
    return f"sqlite:///{_absolute(folder, path)}{mark}{options}"
