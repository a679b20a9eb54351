"""watcher as it is measured: with everything on, for every page of the site."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.bench.measuring import Cost

_VERDICTS = ("first", "unchanged", "changed", "failing")


def configure(folder: Path, urls: Sequence[str]) -> list[str]:
    """Write the two files; the command that checks all pages."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"  - {{id: page-{number}, url: '{url}', kind: article}}\n" for number, url in enumerate(urls))
    (folder / "sources.yaml").write_text(f"version: 1\nsources:\n{lines}")
    (folder / "watcher.yaml").write_text(
        "version: 1\nfetch: {concurrency: 64, per_host: {concurrency: 1, gap: 0s}, allow_private: [127.0.0.0/8]}\n"
    )
    return [sys.executable, "-m", "watcher", "check", "--json", "--config", str(folder)]


def some(check: Sequence[str], count: int) -> list[str]:
    """The command that checks only the first so many."""
    return [*check, *(f"page-{number}" for number in range(count))]


def told(cost: Cost) -> str:
    """How many pages came to what."""
    if not cost.out.startswith("{"):
        return "-"
    counts = json.loads(cost.out)["counts"]
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in _VERDICTS if counts[verdict])


def kept(folder: Path) -> dict[str, int]:
    """Bytes on disk: of the answers themselves, of what is on record of them, of the index made from both."""
    vault = folder / "snapshots"
    answers, whole = _size(vault / "blobs"), _size(vault)
    return {"answers": answers, "record": whole - answers, "index": _size(folder, "watcher.db*")}


def _size(folder: Path, name: str = "*") -> int:
    return sum(path.stat().st_size for path in folder.rglob(name) if path.is_file())
