"""`watcher verify`: the proof that what is kept is what was seen."""

from typing import Annotated

import typer

from watcher.cli.options import AsJson, Folder, outline
from watcher.cli.output import counted, put, put_json
from watcher.errors import NotKnown
from watcher.wiring.stores import reading

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_BROKEN = 6


@app.command()
def verify(
    ctx: typer.Context,
    sample: Annotated[str | None, typer.Option(metavar="N/M", help="Only the N-th of M parts of the copies.")] = None,
    as_json: AsJson = False,
    config: Folder = None,
) -> None:
    """Read everything that is kept and recompute every hash; changes nothing. Exit 6 names each broken path.

    Examples: watcher verify · watcher verify --sample 3/30
    """
    with reading(outline(ctx, config)) as store:
        faults = store.verify(_part(sample))
        notes = store.notes() if not faults else []
    if as_json:
        put_json({"schema": "watcher.verify/1", "whole": not faults, "faults": faults, "notes": notes})
    else:
        for line in faults or [f"note: {note}" for note in notes]:
            put(line)
        put(counted(len(faults), "fault") if faults else "Whole: every record, copy and row is as it was written.")
    if faults:
        raise typer.Exit(_BROKEN)


def _part(sample: str | None) -> tuple[int, int] | None:
    if sample is None:
        return None
    part, _, parts = sample.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise NotKnown(f"--sample {sample!r}: write it like 3/30, the third of thirty parts")
    return int(part), int(parts)
