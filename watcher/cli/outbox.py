"""`watcher outbox`: every delivery, with its state and what the other side said."""

from typing import Annotated

import typer

from watcher.cli.options import AsJson, Folder, configuration, outline
from watcher.cli.output import put, put_json, wait_for
from watcher.cli.unsubscribed_text import unsubscribed_forms, unsubscribed_lines
from watcher.errors import NotKnown
from watcher.model import Configuration, Delivery
from watcher.model.forms import delivery_form, moment, station_form
from watcher.pipeline.send import send
from watcher.wiring.instance import running
from watcher.wiring.stores import reading, writing

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_NOT_DELIVERED = 5
_STATES = ("pending", "sending", "retry", "unknown", "sent", "dead", "dropped")


@app.callback()
def outbox() -> None:
    """List, show, retry or drop deliveries."""


@app.command(name="list")
def list_(
    ctx: typer.Context,
    state: Annotated[str | None, typer.Option(help=f"One of {', '.join(_STATES)}.")] = None,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """List deliveries, newest first; then who left a subscription.

    Examples: watcher outbox list · watcher outbox list --state dead --json
    """
    if state is not None and state not in _STATES:
        raise NotKnown(f"no state {state!r}; there is {', '.join(_STATES)}")
    with reading(outline(ctx, config)) as store:
        deliveries, gone = store.outbox.deliveries(state), store.leaving.unsubscribed()
    if as_json:
        forms = [delivery_form(one) for one in deliveries]
        put_json({"schema": "watcher.outbox/1", "deliveries": forms, "unsubscribed": unsubscribed_forms(gone)})
        return
    for one in deliveries:
        put(f"{one.id}  {one.state:<8} attempt {one.attempt}  {one.channel} to {one.recipient}  {one.last_error}")
    if not deliveries:
        put("No deliveries" + (f" in state {state}." if state else " yet: nothing was due to be told."))
    for line in unsubscribed_lines(gone):
        put(line)


@app.command()
def show(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID")],
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Show the stations of a delivery: when it was tried, and what came of it.

    Examples: watcher outbox show ID · watcher outbox show ID --json
    """
    with reading(outline(ctx, config)) as store:
        delivery = store.outbox.delivery(id_)
        stations = store.posted.stations_of([id_])[id_]
    if as_json:
        forms = {"delivery": delivery_form(delivery), "stations": [station_form(one) for one in stations]}
        put_json({"schema": "watcher.delivery/1", **forms})
        return
    put(f"{delivery.channel} to {delivery.recipient}: {delivery.state}; digest {delivery.digest_id}")
    for one in stations:
        put(f"{moment(one.at)}  attempt {one.attempt}  {one.state:<8}  {one.reply or one.error}".rstrip())
    if not stations and delivery.state == "pending":
        put("Nobody began to send it yet.")
    elif not stations or not stations[0].is_first:
        put("What an earlier release did is not listed; `watcher reindex` brings it in.")


@app.command()
def retry(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that are not sent.")] = False,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Try deliveries again, now. Exit 5 when one still fails.

    Examples: watcher outbox retry --all · watcher outbox retry ID
    """
    if not ids and not every:
        raise NotKnown("name deliveries (see `watcher outbox list`), or give --all")
    tried = wait_for(_retry(configuration(ctx, config), None if every else ids))
    if as_json:
        put_json({"schema": "watcher.outbox/1", "deliveries": [delivery_form(one) for one in tried]})
    else:
        put(f"{sum(one.state == 'sent' for one in tried)} of {len(tried)} sent.")
    if any(one.state != "sent" for one in tried):
        raise typer.Exit(_NOT_DELIVERED)


async def _retry(watched: Configuration, ids: list[str] | None) -> tuple[Delivery, ...]:
    async with running(watched) as instance:
        await instance.keeper.ask(lambda: instance.store.outbox.retry(ids))
        return await send(instance)


@app.command()
def drop(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID")],
    reason: Annotated[str, typer.Option(help="Why; it becomes part of the record.")],
    config: Folder = None,
) -> None:
    """Give a delivery up, for a stated reason; the digest stays readable.

    Examples: watcher outbox drop ID --reason "address no longer exists" ·
    watcher outbox drop ID --reason "sent by hand on 3 May"
    """
    with writing(outline(ctx, config)) as store:
        store.outbox.drop(id_, reason)
    put(f"{id_} is dropped: {reason}")
