"""`watcher check`: one round, by hand or from cron."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import typer

from watcher.cli.filters import severity
from watcher.cli.options import AsJson, Folder, configuration
from watcher.cli.output import put_json, say, wait_for
from watcher.cli.round_text import RoundPrinter
from watcher.errors import NotKnown
from watcher.model import Configuration, Severity, Source
from watcher.model.forms import moment, told_form
from watcher.pipeline.gather import gather_all
from watcher.pipeline.health import reason
from watcher.pipeline.pinging import Pinger
from watcher.pipeline.preserving import preserve_within
from watcher.pipeline.round import Checked, due, finish
from watcher.pipeline.round import check as check_sources
from watcher.pipeline.sealing import seal_and_stamp
from watcher.pipeline.searching.catching_up import catch_up
from watcher.pipeline.send import send
from watcher.wiring.instance import running

_PATIENCE = 60.0
"""Seconds that a public archive may take to save what changed; `watcher run` takes its time."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SOME_NOT_READABLE, _NONE_READABLE, _NOT_DELIVERED, _CHANGED = 3, 4, 5, 10


@app.command()
def check(
    ctx: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Ids; default: all.")] = None,
    only_due: Annotated[bool, typer.Option("--due", help="Only the sources whose time has come.")] = False,
    notify: Annotated[bool, typer.Option("--notify", help="Then send all that is owed by now.")] = False,
    tag: Annotated[list[str] | None, typer.Option(help="Only sources with this tag; may be repeated.")] = None,
    fail_on: Annotated[str | None, typer.Option(help="Exit 10 when a finding is at least this grave.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only changes and faults.")] = False,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Fetch sources once and record what changed.

    Examples: watcher check · watcher check --tag dhs --fail-on high -q (for cron)

    Exit codes: 0 done, 2 bad usage or configuration, 3 some sources not readable, 4 none readable,
    5 a delivery failed, 7 the store is unusable, 10 a change at least as grave as --fail-on,
    11 another run holds the lock.
    """
    watched = configuration(ctx, config)
    if not watched.sources:
        say("No sources. Add one to sources.yaml: `- url: https://…` is enough.")
    chosen = _chosen(watched, sources or [], tag or [])
    threshold = severity(fail_on) if fail_on else None
    raise typer.Exit(wait_for(_check(watched, chosen, only_due, notify, threshold, quiet, as_json)))


async def _check(
    watched: Configuration,
    chosen: Sequence[Source],
    only_due: bool,
    notify: bool,
    threshold: Severity | None,
    quiet: bool,
    as_json: bool,
) -> int:
    async with running(watched) as instance:
        started = instance.clock.now()
        is_whole = len(chosen) == len(watched.sources)
        if only_due:
            wanted = {source.id for source in chosen}
            chosen = [source for source in await due(instance) if source.owner in wanted]
        printer = RoundPrinter(len(chosen), quiet=quiet or as_json)
        done: list[Checked] = []

        def report(checked: Checked) -> None:
            done.append(checked)
            printer.tell(checked)

        await finish(instance)
        await catch_up(instance)
        await check_sources(instance, chosen, report, with_links=not only_due)
        failed = 0
        if notify:
            await gather_all(instance)
            failed = sum(delivery.state != "sent" for delivery in await send(instance))
        await preserve_within(instance, _PATIENCE)
        await seal_and_stamp(instance)
        if is_whole:
            await Pinger(instance).ping()
        printer.close(done)
    pages = _with_links(done)
    if as_json:
        put_json(_form(started, pages))
    return _exit_code(pages, failed, threshold)


def _with_links(done: Sequence[Checked]) -> list[Checked]:
    """The pages, each with what was told of its links; a link stands alone where its page was not looked at."""
    pages = {checked.source.id: checked for checked in done if not checked.source.linked_from}
    alone = []
    for link in (checked for checked in done if checked.source.linked_from):
        if page := pages.get(link.source.owner):
            pages[page.source.id] = replace(page, told=page.told + link.told)
        else:
            alone.append(link)
    return [*pages.values(), *alone]


def _chosen(watched: Configuration, ids: Sequence[str], tags: Sequence[str]) -> list[Source]:
    for source_id in ids:
        if watched.source(source_id) is None:
            raise NotKnown(f"no source {source_id!r} in sources.yaml; `watcher status` lists them")
    known = {tag for source in watched.sources for tag in source.tags}
    for tag in tags:
        if tag not in known:
            raise NotKnown(f"no source has the tag {tag!r}; there is {', '.join(sorted(known)) or 'none'}")
    return [
        source
        for source in watched.sources
        if (not ids or source.id in ids) and (not tags or set(tags) & set(source.tags))
    ]


def _exit_code(done: Sequence[Checked], failed: int, threshold: Severity | None) -> int:
    pages = [checked for checked in done if not checked.source.linked_from]
    failing = sum(checked.is_failing for checked in pages)
    if failed:
        return _NOT_DELIVERED
    if failing:
        return _NONE_READABLE if failing == len(pages) else _SOME_NOT_READABLE
    grave = threshold is not None and any(
        finding.level >= threshold for checked in done for told in checked.told for finding in told.findings
    )
    return _CHANGED if grave else 0


def _form(started: datetime, done: Sequence[Checked]) -> dict[str, Any]:
    counts = Counter(checked.verdict for checked in done)
    return {
        "schema": "watcher.check/1",
        "started_at": moment(started),
        "sources": [_source_form(checked) for checked in sorted(done, key=lambda one: one.source.id)],
        "counts": {"checked": len(done)}
        | {word: counts[word] for word in ("first", "unchanged", "changed", "failing")},
    }


def _source_form(checked: Checked) -> dict[str, Any]:
    return {
        "id": checked.source.id,
        "url": checked.source.url,
        "outcome": checked.outcome.value,
        "reason": reason(checked.outcome, checked.snapshot),
        "status": checked.snapshot.status,
        "snapshot": checked.snapshot.id,
        "version": f"v{checked.version}" if checked.version else None,
        "new_version": checked.new_version,
        "first": checked.is_first,
        "findings": [finding for told in checked.told for finding in told_form(told)["findings"]],
    }
