"""`watcher add`: a page looked at once, then written into sources.yaml."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from watcher.cli.add_text import sight_form, told
from watcher.cli.options import AsJson, Folder, folder, outline
from watcher.cli.output import put, put_json, safe, say, wait_for
from watcher.cli.saved import PageKind
from watcher.errors import NotKnown, StoreError
from watcher.model import Configuration, Outcome
from watcher.pipeline.proposing.first_sight import Sight, Watched, same_page, see
from watcher.pipeline.proposing.propose import Listed, Wish, wished
from watcher.sources import adding
from watcher.urls import without_fragment
from watcher.wiring.scouting import scouting
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_USAGE, _NONE_READABLE, _INTERRUPTED = 2, 4, 130


@app.command()
def add(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The page's address.")],
    source_id: Annotated[str, typer.Option("--id", help="Its name in commands; default: made of the address.")] = "",
    name: Annotated[str, typer.Option(help="What people call it; default: the page's title.")] = "",
    kind: PageKind = None,
    mirror_of: Annotated[str, typer.Option(metavar="SOURCE", help="The source that it is a copy of.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag; may be repeated.")] = None,
    every: Annotated[str, typer.Option(metavar="PERIOD", help="How often to look: 1h, 6h, 1d.")] = "",
    render: Annotated[str, typer.Option(metavar="browser", help="Read it as its scripts build it, in Chromium.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write what is proposed without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it and write nothing.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask; then --yes or --dry-run is needed.")] = False,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Look at a page once, propose how to watch it, write that into sources.yaml; nothing else in it is touched.

    Examples: watcher add https://www.ice.gov/secure-communities · watcher add URL --kind qa --yes

    A page that cannot be read is added only with --yes --kind KIND. The look itself is not kept.

    Exit codes: 0 done, 2 bad usage, a mistake in the configuration or a page that is watched already,
    4 the page could not be read.
    """
    may_ask = sys.stdin.isatty() and not no_input and not as_json
    if not (yes or dry_run or may_ask):
        raise _refused("nobody can be asked here: add --yes to write what is proposed, or --dry-run to only see it")
    home, watched = folder(ctx, config), outline(ctx, config)
    wish = Wish(_address(url), source_id, name, kind, every, mirror_of, tuple(tag or ()), render)
    listed = _listed(home, wish, watched)
    sight = wait_for(_look(watched, wish, listed))
    _refuse_twice(sight.proposal.entry["url"], watched)
    is_wanted = sight.document is not None or (yes and kind is not None)
    addition = adding.prepare(home, sight.proposal.entry) if is_wanted else None
    if not as_json:
        _show(sight, addition)
    added = addition is not None and not dry_run and (yes or _agreed(sight, addition))
    if added:
        adding.add(home, sight.proposal.entry)
    if as_json:
        put_json(_form(sight, addition, added=added))
    elif added:
        put(f"Added {sight.proposal.entry['id']}. Next: watcher check {sight.proposal.entry['id']}")
    elif addition is not None:
        put("Nothing was written.")
    raise typer.Exit(0 if is_wanted else _NONE_READABLE)


def _address(url: str) -> str:
    """The address as it is asked for: with a scheme, without the place on the page."""
    return without_fragment(url if "://" in url else f"https://{url}")


def _listed(home: Path, wish: Wish, watched: Configuration) -> Listed:
    """The file's own words; refuses what could not be written into it, before anybody is asked for the page."""
    _refuse_twice(wish.url, watched)
    if wish.id and watched.source(wish.id):
        raise _refused(f"there is a source {wish.id!r} already; give another --id")
    if wish.mirror_of and watched.source(wish.mirror_of) is None:
        raise NotKnown(f"no source {wish.mirror_of!r} in sources.yaml; `watcher status` lists them")
    plain = adding.listed(home)
    listed = Listed(plain["sources"], plain.get("defaults", {}))
    adding.prepare(home, wished(wish, listed).entry)
    return listed


async def _look(watched: Configuration, wish: Wish, listed: Listed) -> Sight:
    with ExitStack() as kept:
        history = None
        try:
            history = kept.enter_context(reading(watched)).history
        except NotKnown:
            pass  # nothing is kept yet that the page could be a copy of
        except StoreError as error:
            say(f"What is kept cannot be read, so no page is compared with this one: {error}")
        async with scouting(watched) as scout:
            return await see(scout, wish, Watched(listed, watched.sources, history))


def _refuse_twice(url: str, watched: Configuration) -> None:
    if twin := same_page(url, watched.sources):
        raise _refused(f"{url} is watched already, as {twin}")


def _refused(why: str) -> typer.Exit:
    say(f"Not added: {why}.")
    return typer.Exit(_USAGE)


def _show(sight: Sight, addition: adding.Addition | None) -> None:
    for line in told(sight):
        put(line)
    if addition is None:
        if sight.outcome is Outcome.EMPTY:
            put("If its scripts build the page, have them run: --render browser")
        put("Nothing is added. Try again later, or add it unread: --yes --kind KIND")
        return
    put(f"{addition.path.name}, from line {addition.line}:")
    for line in addition.written.split("\n"):
        put(f"  | {line}")


def _agreed(sight: Sight, addition: adding.Addition) -> bool:
    question = f"Add as {sight.proposal.entry['id']} to {addition.path.name} line {addition.line}?"
    try:
        return typer.confirm(safe(question), default=True, err=True)
    except typer.Abort:
        say("\nInterrupted; nothing was written.")
        raise typer.Exit(_INTERRUPTED) from None


def _form(sight: Sight, addition: adding.Addition | None, *, added: bool) -> dict[str, Any]:
    place = {"file": str(addition.path), "line": addition.line, "text": addition.written} if addition else None
    return {"schema": "watcher.add/1", "added": added, "place": place} | sight_form(sight)
