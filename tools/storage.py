"""What a look costs on the disk when a page moves its tokens with every answer: `python -m tools.storage`.

One page of about 74 kB is asked for time and again, a sentence of it changes now and then; every answer is kept.
"""

import argparse
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import zstandard

from watcher.demo import ManyPages
from watcher.model import Outcome, Payload, Snapshot, Source
from watcher.store import Look, open_store
from watcher.wiring.clock import RealClock

_FIRST = datetime(2026, 1, 1, 6, tzinfo=UTC)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--looks", type=int, default=120)
    bodies = list(_answers(parser.parse_args().looks))
    whole = sum(map(len, bodies))
    level = zstandard.ZstdCompressor(level=3)
    print("| the same answers | bytes a look | times smaller |\n|---|---|---|")
    for name, size in (
        ("as they came", whole),
        ("zstd, each alone", sum(len(level.compress(body)) for body in bodies)),
        ("as watcher keeps them", _kept(bodies)),
    ):
        print(f"| {name} | {size / len(bodies):,.0f} | {whole / size:.1f} |")


def _answers(count: int) -> Iterator[bytes]:
    site = ManyPages(1, ("127.0.0.1",))
    (url,) = site.urls(site.start())
    with httpx.Client(trust_env=False) as client:
        for number in range(count):
            site.change(number // 30 % 2)
            yield client.get(url).content
    site.stop()


def _kept(bodies: list[bytes]) -> int:
    """The bytes of all files that hold bodies."""
    with tempfile.TemporaryDirectory() as home:
        vault = Path(home) / "snapshots"
        with open_store(vault, f"sqlite:///{home}/watcher.db", RealClock()) as store:
            store.agenda.sync([Source("page", "http://page.test/")], _FIRST)
            for number, body in enumerate(bodies):
                store.keep([_look(body, _FIRST + timedelta(days=number))])
        return sum(path.stat().st_size for path in (vault / "blobs").rglob("*.zst"))


def _look(body: bytes, at: datetime) -> Look:
    payload = Payload(body, "text/html")
    url = "http://page.test/"
    return Look(Snapshot("page", url, at, at, Outcome.OK, url, status=200, body_sha256=payload.sha256), payload)


if __name__ == "__main__":
    main()
