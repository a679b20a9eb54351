"""`watcher notify`: whether a channel works, whom it reaches again."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from watcher.cli.options import AsJson, Folder, configuration, outline
from watcher.cli.output import put, put_json, wait_for
from watcher.deliver.door import deliver, recipients
from watcher.errors import DeliveryError, NotKnown
from watcher.model import Channel, Configuration, Delivery
from watcher.pipeline.gathering.posting import trial
from watcher.wiring.instance import running
from watcher.wiring.stores import writing

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_NOT_DELIVERED = 5


@app.callback()
def notify() -> None:
    """Try a channel, or take a reader in again."""


@app.command(name="test")
def try_channel(
    ctx: typer.Context,
    channel: Annotated[str, typer.Argument(help="A channel of watcher.yaml.")],
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Send a message that says it is a test to every recipient of a channel. Exit 5 when one fails.

    Examples: watcher notify test desk · watcher notify test room --json
    """
    watched = configuration(ctx, config)
    chosen = watched.channel(channel)
    if chosen is None:
        names = ", ".join(one.name for one in watched.channels)
        raise NotKnown(f"no channel {channel!r} in watcher.yaml; there is {names or 'none at all'}")
    replies = wait_for(_try(watched, chosen))
    if as_json:
        put_json({"schema": "watcher.notify/1", "channel": channel, "replies": replies})
    else:
        for reply in replies:
            put(f"{'ok  ' if reply['ok'] else 'FAIL'}  {reply['recipient']}: {reply['reply']}")
    if not all(reply["ok"] for reply in replies):
        raise typer.Exit(_NOT_DELIVERED)


@app.command()
def resubscribe(
    ctx: typer.Context,
    subscription: Annotated[str, typer.Argument(help="The subscription that they left.")],
    recipient: Annotated[str, typer.Argument(help="The address, as `watcher outbox list` prints it.")],
    config: Folder = None,
) -> None:
    """Send a subscription again to somebody who left it, because they ask for it; from its next digest on.

    Examples: watcher notify resubscribe desk ana@example.org · watcher notify resubscribe "weekly" ben@example.org
    """
    with writing(outline(ctx, config)) as store:
        store.leaving.resubscribe(subscription, recipient, datetime.now(UTC))
    put(f"{recipient} gets {subscription} again, from its next digest on.")


async def _try(watched: Configuration, channel: Channel) -> list[dict[str, object]]:
    replies: list[dict[str, object]] = []
    async with running(watched) as instance:
        message = trial(instance, channel)
        for recipient in recipients(channel):
            delivery = Delivery(instance.new_id(), message.digest_id, channel.name, recipient, attempt=1)
            try:
                async with instance.pacing.turn(channel):
                    reply, ok = await deliver(message, delivery, channel, instance.post), True
            except DeliveryError as error:
                reply, ok = str(error), False
            replies.append({"recipient": recipient, "ok": ok, "reply": reply})
    return replies
