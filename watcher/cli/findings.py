"""`watcher findings`: findings by kind, source, severity and time."""

from typing import Annotated

import typer

from watcher.cli.filters import Since, known_kind, known_source, severity, since_moment
from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json
from watcher.model.forms import told_form
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def findings(
    ctx: typer.Context,
    since: Since = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind, e.g. faq.answer-altered.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    min_severity: Annotated[str, typer.Option(help="Least severity.")] = "low",
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """List findings by kind, source and severity, newest first.

    Examples: watcher findings --min-severity high · watcher findings --kind page.archived --json
    """
    watched = outline(ctx, config)
    with reading(watched) as store:
        found = store.history.findings(
            source_id=known_source(watched, store, source),
            with_links=True,
            kind=known_kind(kind),
            since=since_moment(since),
            min_severity=severity(min_severity),
        )
    if as_json:
        forms = [told_form(told)["findings"][index] | {"source": told.source_id} for told, index in found]
        put_json({"schema": "watcher.findings/1", "findings": forms})
        return
    for told, index in found:
        finding = told.findings[index]
        when = f"{told.finding_id(index):<16} {told.after.started_at:%Y-%m-%d}"
        put(f"{when} {finding.level.name:<8} {finding.kind:<20} {told.source_id}: {finding.summary}")
    if not found:
        put(f"No finding of severity {min_severity} or above among {counted(len(watched.sources), 'source')}.")
