"""`watcher digest`: what would go out, what went out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from watcher.cli.options import AsJson, Folder, configuration, outline
from watcher.cli.output import put, put_json, say, wait_for
from watcher.errors import NotKnown
from watcher.model import Configuration, Delivery, Message, Subscription
from watcher.pipeline.gather import gather_all
from watcher.pipeline.gathering.preview import preview as preview_digest
from watcher.pipeline.send import send as send_due
from watcher.wiring.composing import composing
from watcher.wiring.instance import running
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_NOT_DELIVERED = 5


@app.callback()
def digest() -> None:
    """Preview, send, list or show digests."""


@app.command()
def preview(
    ctx: typer.Context,
    subscription: Annotated[str | None, typer.Argument(help="Its name; default: the first.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the HTML part there.")] = None,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Show exactly what would go out now; nothing is sent or kept.

    Examples: watcher digest preview · watcher digest preview daily --html digest.html
    """
    watched = outline(ctx, config)
    wanted = _subscription(watched, subscription)
    with composing(watched) as parts:
        message = wait_for(preview_digest(parts, wanted))
    if html is not None:
        _save(html, message.html)
    _show(message, as_json)
    if not message.record["entries"] and not wanted.send_empty:
        say(f"This is not sent: nothing is owed to {wanted.name}, and send_empty is false.")


@app.command()
def send(ctx: typer.Context, as_json: AsJson = False, config: Folder = None) -> None:
    """Compose and send all that anybody is owed by now. Exit 5 when a delivery fails.

    Examples: watcher digest send · watcher digest send --json
    """
    messages, tried = wait_for(_send(configuration(ctx, config)))
    if as_json:
        put_json(
            {
                "schema": "watcher.digests/1",
                "digests": [dict(message.record) for message in messages],
                "deliveries": [{"id": one.id, "state": one.state, "error": one.last_error} for one in tried],
            }
        )
    else:
        for message in messages:
            put(message.subject)
        put(
            f"{sum(one.state == 'sent' for one in tried)} of {len(tried)} deliveries sent."
            if tried
            else "Nothing is owed."
        )
    if any(one.state != "sent" for one in tried):
        raise typer.Exit(_NOT_DELIVERED)


@app.command(name="list")
def list_(
    ctx: typer.Context,
    number: Annotated[int, typer.Option("-n", min=1, help="How many at most.")] = 20,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """List the digests made so far, newest first.

    Examples: watcher digest list · watcher digest list --json
    """
    with reading(outline(ctx, config)) as store:
        digests = store.outbox.digests(number)
    if as_json:
        put_json({"schema": "watcher.digests/1", "digests": [dict(message.record) for message in digests]})
        return
    for message in digests:
        put(f"{message.digest_id}  {message.made_at:%Y-%m-%d %H:%M}  {message.subject}")
    if not digests:
        put("No digest was made yet: nothing was owed.")


@app.command()
def show(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="Its id, or how that begins.")],
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Show a digest that was made, every change on a line: those too that its mail had no room for.

    Examples: watcher digest show 01KAK3V8Q0 · watcher digest show 01KAK3V8Q0 --json
    """
    with reading(outline(ctx, config)) as store:
        message = store.outbox.digest(id_)
    if as_json:
        put_json(dict(message.record))
        return
    record: Mapping[str, Any] = message.record
    put(f"{message.subject}\n")
    for number, entry in enumerate(record["entries"], 1):
        words = entry["words"]
        put(f"{number}. {entry['severity'].upper()}  {words['summary']} ({words['place']})  {entry['change']}")


def _subscription(watched: Configuration, name: str | None) -> Subscription:
    for subscription in watched.subscriptions:
        if name in (None, subscription.name):
            return subscription
    names = ", ".join(subscription.name for subscription in watched.subscriptions)
    raise NotKnown(f"no subscription {name!r} in watcher.yaml; there is {names or 'none at all'}")


def _save(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NotKnown(f"cannot write {file}: {error.strerror}; name a file in a folder of yours") from error
    say(f"wrote {file}")


def _show(message: Message, as_json: bool) -> None:
    if as_json:
        put_json(dict(message.record))
    else:
        put(f"Subject: {message.subject}")
        put()
        put(message.text)


async def _send(watched: Configuration) -> tuple[tuple[Message, ...], tuple[Delivery, ...]]:
    async with running(watched) as instance:
        return await gather_all(instance), await send_due(instance)
