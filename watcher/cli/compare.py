"""`watcher compare`: two saved answers, without network or database."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.findings_text import print_findings
from watcher.cli.options import AsJson
from watcher.cli.output import put, put_json
from watcher.cli.saved import PageKind, saved_from
from watcher.model import Severity, Source
from watcher.model.forms import edit_form, finding_forms
from watcher.pipeline.saved import Comparison, compare_copy, compare_saved

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_DIFFERS = 10


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The body of the earlier answer.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The body of the later answer.")],
    url: Annotated[str, typer.Option(help="The address both came from.")] = "",
    kind: PageKind = None,
    status_before: Annotated[int, typer.Option(min=100, max=999, help="HTTP status of the first answer.")] = 200,
    status_after: Annotated[int, typer.Option(min=100, max=999, help="HTTP status of the second answer.")] = 200,
    final_url_before: Annotated[str, typer.Option(help="The first answer's address after redirects.")] = "",
    final_url_after: Annotated[str, typer.Option(help="The second answer's address after redirects.")] = "",
    mirror: Annotated[
        bool, typer.Option("--mirror", help="The first is an original, the second a copy of it.")
    ] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 10 when any finding is above noise.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what two saved answers of one page say differently.

    Examples: watcher compare old.html new.html · watcher compare old.html new.html --status-after 404 --json
    """
    old = saved_from(before, url, status_before, final_url_before)
    new = saved_from(after, url, status_after, final_url_after)
    source = Source("saved", old.url, kind=kind)
    comparison = compare_copy(old, new, source) if mirror else compare_saved(old, new, source)
    if as_json:
        put_json(_form(comparison))
    else:
        _print(comparison)
    if exit_code and any(finding.level > Severity.NOISE for finding in comparison.findings):
        raise typer.Exit(_DIFFERS)


def _form(comparison: Comparison) -> dict[str, object]:
    return {
        "schema": "watcher.compare/1",
        "outcome_before": comparison.outcome_before.value,
        "outcome_after": comparison.outcome_after.value,
        "same_text": comparison.same_text,
        "findings": finding_forms(comparison.findings, comparison.edits),
        "edits": [edit_form(edit) for edit in comparison.edits],
    }


def _print(comparison: Comparison) -> None:
    if not comparison.outcome_after.is_page and not comparison.findings:
        put(f"Nothing can be said: the second answer is no page ({comparison.outcome_after}).")
    elif not comparison.findings:
        put("Same words, same links: nothing to tell.")
    else:
        print_findings(comparison.findings)
