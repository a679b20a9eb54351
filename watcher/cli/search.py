"""`watcher search`: which pages had a phrase, from which version to which."""

from typing import Annotated

import typer

from watcher.cli.filters import Since, known_source, since_moment
from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json
from watcher.errors import NotKnown
from watcher.pipeline.searching import Bounds, Life, Sought, hits, lifespans, lives, search_form
from watcher.store import Reader
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_CAME = {"text": "has or had", "added": "came to say", "removed": "stopped saying"}


@app.command()
def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="A phrase; quotes within make several, all in one passage.")],
    removed: Annotated[bool, typer.Option("--removed", help="Only pages that stopped saying it.")] = False,
    added: Annotated[bool, typer.Option("--added", help="Only pages that came to say it.")] = False,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    since: Since = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only before this date.")] = None,
    number: Annotated[int, typer.Option("-n", min=1, help="How many pages at most.")] = 50,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Say which pages had a phrase, from which version to which.

    Examples: watcher search "3,181 jurisdictions" · watcher search --removed "may be held" --since 2026-11-01
    """
    if removed and added:
        raise NotKnown("--removed and --added exclude each other; without either both are shown")
    side, asked, watched = "removed" if removed else "added" if added else "text", Sought.of(text), outline(ctx, config)
    period = {"since": since_moment(since), "until": since_moment(until)}
    with reading(watched) as store:
        chosen = known_source(watched, store, source)
        found = lifespans(store.history, asked, side=side, source_id=chosen, **period)
        shown = lives(store.history, found.spans[:number], asked)
        if as_json:
            passages = hits(store.history, text, source_id=chosen, side="" if side == "text" else side)
            put_json(search_form(text, side, found, shown, passages))
            return
        for life in shown:
            _print(life)
        if not shown:
            _say_none(store, text, side)
        elif len(found.spans) > number or found.is_cut:
            put(f"These are {number} of more than {len(found.spans) - 1} pages; ask for more words or a --source.")


def _print(life: Life) -> None:
    name = life.span.source_id
    put(f"{name}  {'; '.join(_stay(one) for one in life.bounds)}{'' if life.span.stands else '; not there now'}")
    put(f"  {''.join(f'[{words}]' if is_it else words for words, is_it in life.excerpt)}")


def _stay(one: Bounds) -> str:
    end = f"gone in v{one.gone.number} ({one.gone.since:%Y-%m-%d})" if one.gone else f"still in v{one.last.number}"
    return f"first seen v{one.first.number} ({one.first.since:%Y-%m-%d}), {end}"


def _say_none(store: Reader, text: str, side: str) -> None:
    kept = store.history.searchable()
    since = f", kept since {kept.since:%Y-%m-%d}" if kept.since else ""
    covered = f"{counted(kept.versions, 'version')} of {counted(kept.pages, 'page')}{since}"
    put(f'No page {_CAME[side]} "{text}". Searched: {covered}.')
    if side == "text":
        put("It may have gone in other words: try fewer of them, or --removed.")
    if kept.waiting:
        put(f"{counted(kept.waiting, 'version')} not read for searching yet: `watcher reindex` does so at once.")
