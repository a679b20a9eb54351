"""`watcher reread`: the whole history under today's rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from watcher.cli.filters import Since, since_moment
from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import put_json, wait_for
from watcher.cli.reread_text import RereadPrinter, form
from watcher.errors import NotKnown, StoreError
from watcher.model import Configuration, Source
from watcher.pipeline.rereading.reread import Reading
from watcher.pipeline.rereading.reread import reread as read_again
from watcher.store import Reader, Store
from watcher.wiring.rereading import desk
from watcher.wiring.stores import reading, writing

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_NOT_READABLE, _DAMAGED = 3, 6


@app.command()
def reread(
    ctx: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Ids; default: all.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say it; record nothing, need no lock.")] = False,
    since: Since = None,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Read the whole history again under today's rules and say what would be said differently.

    Examples: watcher reread --dry-run · watcher reread ice-secure-comm --since 2026-11-01

    Nobody is sent anything, and what was told stays as it was told; `watcher show CHANGE` prints both.
    Exit codes: 0 done, 3 the reader failed on a page, 6 a copy is missing or damaged, 11 another run holds the lock.
    """
    watched, moment = outline(ctx, config), since_moment(since)
    _require_known(watched, sources or [])
    with reading(watched) if dry_run else writing(watched) as store:
        code = wait_for(_reread(watched, store, sources or [], moment, as_json))
    raise typer.Exit(code)


async def _reread(
    watched: Configuration, store: Reader, ids: Sequence[str], since: datetime | None, as_json: bool
) -> int:
    chosen = _chosen(watched, store, ids)
    done: list[Reading] = []
    looks = store.history.checks([source.id for source in chosen], since)
    printer = RereadPrinter(sum(count.looks for count in looks.values()), quiet=as_json)

    def report(one: Reading) -> None:
        if isinstance(store, Store) and one.is_news and one.today is not None:
            store.reread([one.today])
        done.append(one)
        printer.tell(one)

    with printer:
        async with desk(watched, store) as at:
            await read_again(at, chosen, report, since)
    summary = form(done, chosen, at.rules, is_kept=isinstance(store, Store))
    if as_json:
        put_json(summary)
    else:
        printer.close(summary)
    return _exit_code(done)


def _require_known(watched: Configuration, ids: Sequence[str]) -> None:
    for source_id in ids:
        if watched.source(source_id) is None:
            raise NotKnown(f"no source {source_id!r} in sources.yaml; `watcher status` lists them")


def _chosen(watched: Configuration, store: Reader, ids: Sequence[str]) -> list[Source]:
    """The sources of these ids, or all, with the links that their pages ask to be followed."""
    chosen = [source for source in watched.sources if not ids or source.id in ids]
    names = {source.id for source in chosen}
    return [*chosen, *(link for link in store.agenda.followed() if link.linked_from in names)]


def _exit_code(done: Sequence[Reading]) -> int:
    if any(isinstance(one.fault, StoreError) for one in done):
        return _DAMAGED
    return _NOT_READABLE if any(one.fault for one in done) else 0
