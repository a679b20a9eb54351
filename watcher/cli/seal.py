"""`watcher seal`: what was seen put under a signature, now."""

from typing import Annotated

import typer

from watcher.cli.options import AsJson, Folder, configuration
from watcher.cli.output import put, put_json, wait_for
from watcher.cli.seal_text import Form, seal_lines, seals_form
from watcher.model import Configuration
from watcher.pipeline.sealing import seal_and_stamp
from watcher.wiring.instance import running

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def seal(
    ctx: typer.Context,
    rotate_key: Annotated[
        bool, typer.Option("--rotate-key", help="Hand over to a new key, which the one before signs.")
    ] = False,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Seal what is new and have it stamped; print the seal's number and hash.

    Who keeps that one line can tell later whether anything before it was altered.

    Examples: watcher seal · watcher seal --rotate-key
    """
    form = wait_for(_seal(configuration(ctx, config), rotate_key))
    if as_json:
        put_json({"schema": "watcher.seal/1", **form})
        return
    for line in seal_lines(form):
        put(line)


async def _seal(watched: Configuration, rotate_key: bool) -> Form:
    async with running(watched) as instance:
        if rotate_key:
            await instance.keeper.ask(instance.store.rotate_key)
        await seal_and_stamp(instance)
        return await instance.keeper.ask(lambda: seals_form(instance.store, watched, instance.clock.now()))
