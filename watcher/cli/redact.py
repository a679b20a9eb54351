"""`watcher redact`: a kept answer withdrawn by law."""

import getpass
import re
import sys
from typing import Annotated

import typer

from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json, safe
from watcher.cli.withdrawal_form import withdrawal_form
from watcher.errors import NotKnown
from watcher.store import Store
from watcher.wiring.stores import writing

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_HASH = re.compile(r"[0-9a-f]{64}")


@app.command()
def redact(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="SNAPSHOT|SHA256", help="The look, or the hash of its answer.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept and shown.")],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it (default: this account).")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Withdraw a kept answer, because the law asks for it: its bytes go for good, its hash and the reason stay.

    Words of it that were told stand in the ledger and in digests, and stay; so do backups and exports made before.
    If the page shows the same bytes again, they are kept again.

    Examples: watcher redact dhs/20261122T100000.000Z --reason "order of the court, case 26-123"
    """
    if not reason.strip():
        raise NotKnown("--reason is empty; say why, since the reason is all that stays")
    with writing(outline(ctx, config)) as store:
        sha256 = _body(store, reference)
        shown = store.shown_by(sha256)
        if not (yes or _agreed(sha256)):
            raise NotKnown("nothing was withdrawn; add --yes where nobody can be asked")
        done = store.redact(sha256, reason.strip(), by or getpass.getuser())
    if as_json:
        put_json({"schema": "watcher.redact/1", "shown_by": shown, **withdrawal_form(done)})
        return
    put(f"{done.sha256}: {done}")
    if done.rewritten:
        put(f"Written anew, since they leaned on it: {counted(len(done.rewritten), 'other answer')}.")
    for source in shown:
        put(
            f"{source} showed it at the last look; what it shows next is kept. Take it out of sources.yaml to end that."
        )


def _body(store: Store, reference: str) -> str:
    """The hash of the answer that is meant."""
    if _HASH.fullmatch(reference):
        return reference
    found = store.history.snapshot(reference).body_sha256
    if found is None:
        raise NotKnown(f"{reference} brought no body, so there is nothing to withdraw")
    return found


def _agreed(sha256: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(safe(f"Withdraw {sha256} for good?"), default=False, err=True)
