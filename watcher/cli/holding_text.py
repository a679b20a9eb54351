"""How it is said what a copy of a store holds."""

from pathlib import Path

from watcher.cli.output import counted, put, put_json
from watcher.store.backup import Holding


def put_holding(holding: Holding, place: Path, schema: str, said: str, *, as_json: bool) -> None:
    """Say it; `said` is the sentence in front."""
    seal = holding.seal
    if as_json:
        named = {"number": seal.number, "sha256": seal.sha256} if seal else None
        form = {"schema": schema, "place": str(place), "records": holding.records, "bodies": holding.bodies}
        put_json({**form, "seal": named})
        return
    put(said)
    put(f"It holds {counted(holding.records, 'record')} and {counted(holding.bodies, 'answer')} of pages.")
    put(f"Last seal: {seal}" if seal else "Nothing in it is sealed yet.")
