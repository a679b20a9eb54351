"""`watcher log`: what changed, newest first."""

from collections.abc import Mapping
from typing import Annotated

import typer

from watcher.cli.filters import Since, known_kind, known_source, severity, since_moment
from watcher.cli.findings_text import versions
from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json
from watcher.model import Severity, Told
from watcher.model.forms import told_form
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def log(
    ctx: typer.Context,
    source: Annotated[str | None, typer.Argument(help="Only this source.")] = None,
    since: Since = None,
    kind: Annotated[str | None, typer.Option(help="Only changes with a finding of this kind.")] = None,
    min_severity: Annotated[str, typer.Option(help="Least severity; noise shows cosmetic changes too.")] = "low",
    oneline: Annotated[bool, typer.Option("--oneline", help="One line a change.")] = False,
    number: Annotated[int, typer.Option("-n", min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """List what changed, newest first.

    Examples: watcher log · watcher log ice-secure-comm --since 2026-11-01 --oneline
    """
    watched = outline(ctx, config)
    least, kind = severity(min_severity), known_kind(kind)
    with reading(watched) as store:
        chosen = known_source(watched, store, source)
        changes = store.history.changes(source_id=chosen, with_links=True, since=since_moment(since))
        names = {source.id: source.title for source in [*watched.sources, *store.agenda.followed()]}
        covered = store.history.checks([one.id for one in watched.sources] if source is None else [source])
    told = [one for one in changes if _counts(one, kind, least)][:number]
    if as_json:
        put_json({"schema": "watcher.log/1", "changes": [told_form(one) for one in told]})
        return
    for one in told:
        _print(names, one, least, oneline)
    if not told:
        looks = sum(count.looks for count in covered.values())
        covering = f"{counted(looks, 'look')} at {counted(len(covered), 'source')}"
        put(f"No change of severity {min_severity} or above in {covering}.")


def _counts(told: Told, kind: str | None, least: Severity) -> bool:
    return any(finding.level >= least and kind in (None, finding.kind) for finding in told.findings)


def _print(names: Mapping[str, str], told: Told, least: Severity, oneline: bool) -> None:
    findings = [finding for finding in told.findings if finding.level >= least]
    if oneline:
        more = f" (+{len(findings) - 1})" if len(findings) > 1 else ""
        when = f"{told.change_id} {told.after.started_at:%Y-%m-%d}"
        put(f"{when} {findings[0].level.name:<8} {told.source_id} {findings[0].summary}{more}")
        return
    put(f"change {told.change_id}  {names.get(told.source_id, told.source_id)}  {versions(told)}")
    put(f"  between {told.before.started_at:%d %b %Y %H:%M} and {told.after.started_at:%d %b %Y %H:%M} UTC")
    if told.is_history:
        whose = told.before.provenance or told.after.provenance
        put(f"  captured by {whose.by if whose else ''}; history, told to nobody")
    for finding in findings:
        put(f"  {finding.level.name:<8} {finding.summary}")
    put()
