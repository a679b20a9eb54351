"""What a seal and an opening cost in a vault of many seals: `python -m tools.many_seals --seals 4000`.

A service that seals every hour makes 8,766 a year.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from watcher.model import Source
from watcher.store import Store, open_store
from watcher.wiring.clock import RealClock

_TOGETHER = 100


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seals", type=int, default=2000)
    wanted = parser.parse_args().seals
    print("| seals | a record and a seal more, ms CPU | to open and write, ms CPU |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as home:
        with _open(Path(home)) as store:
            store.agenda.sync([Source("page", "http://page.test/")], datetime.now(UTC))
        for count in range(_TOGETHER, wanted + 1, _TOGETHER):
            with _open(Path(home)) as store:
                seconds = sum(_cpu(lambda: _more(store)) for _ in range(_TOGETHER))
            if count % (max(wanted // 4, _TOGETHER)) == 0:
                opening = min(_cpu(lambda: _opened(Path(home))) for _ in range(3))
                print(f"| {count:,} | {seconds / _TOGETHER * 1000:.1f} | {opening * 1000:.1f} |", flush=True)


def _open(home: Path) -> Store:
    return open_store(home / "snapshots", f"sqlite:///{home}/watcher.db", RealClock())


def _more(store: Store) -> None:
    store.note_import("page", "nobody", 1)
    store.seal()


def _opened(home: Path) -> None:
    with _open(home) as store:
        store.note_import("page", "nobody", 1)


def _cpu(what: Callable[[], None]) -> float:
    began = time.process_time()
    what()
    return time.process_time() - began


if __name__ == "__main__":
    main()
