"""`watcher doctor`: what is wrong with this installation, or soon will be."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from watcher import settings
from watcher.cli.options import AsJson, Folder, configuration, folder, outline
from watcher.cli.output import counted, put, put_json, say, wait_for
from watcher.errors import ConfigurationError, SecretMissing
from watcher.model import Configuration
from watcher.pipeline.doctor.advice import Advice, State
from watcher.pipeline.doctor.examine import examine, examine_online
from watcher.pipeline.doctor.files import configuration as mistakes
from watcher.pipeline.doctor.patient import Patient
from watcher.wiring.doctor import outside, patient

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_FAILED = 1
_SHOWN = 10
"""Lines that one check is given; `--json` has them all."""


@app.command()
def doctor(
    ctx: typer.Context,
    online: Annotated[bool, typer.Option("--online", help="Ask names, channels and the time too; sends nothing.")] = (
        False
    ),
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Check files, store, sources, channels and this machine; each line has a code and a way out.

    Exit 1 when something FAILs. docs/doctor.md explains the codes.

    Examples: watcher doctor · watcher doctor --online · watcher doctor --json
    """
    watched = _watched(ctx, config, online=online)
    with patient(folder(ctx, config), settings.environment().environ, watched or Configuration(())) as examined:
        found = list(examine(examined) if watched else mistakes(examined))
        if online and watched:
            found += _online(examined)
    if as_json:
        put_json({"schema": "watcher.doctor/1", "checks": [one.form() for one in found]})
    else:
        _print(found)
    if any(one.state is State.FAIL for one in found):
        raise typer.Exit(_FAILED)


def _watched(ctx: typer.Context, chosen: Path | None, *, online: bool) -> Configuration | None:
    """What the files say; None where they cannot be understood."""
    try:
        return configuration(ctx, chosen) if online else outline(ctx, chosen)
    except SecretMissing:
        return outline(ctx, chosen)
    except ConfigurationError:
        return None


def _online(examined: Patient) -> list[Advice]:
    if any(problem.code == "WC042" for problem in examined.problems):
        say("The network was not asked: a secret is missing.")
        return []
    return wait_for(_ask(examined))


async def _ask(examined: Patient) -> list[Advice]:
    async with outside(examined.configuration) as ways_out:
        return await examine_online(examined, ways_out)


def _print(found: Sequence[Advice]) -> None:
    for _, alike in groupby(found, lambda one: (one.code, one.state)):
        lines = list(alike)
        for one in lines[:_SHOWN]:
            for line in _lines(one):
                put(line)
        if len(lines) > _SHOWN:
            put(f"{'':<6}{'':<7}and {len(lines) - _SHOWN} more like this: `watcher doctor --json`")
    failed, warned = (sum(one.state is state for one in found) for state in (State.FAIL, State.WARN))
    put(f"{failed} FAIL, {counted(warned, 'warning')}. Codes are explained in docs/doctor.md.")


def _lines(one: Advice) -> Iterator[str]:
    yield f"{one.state:<6}{one.code}  {one.where}: {one.what}"
    if one.way_out:
        yield f"{'':<6}{'':<7}{one.way_out}"
