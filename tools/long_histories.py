"""How long it takes to work with a store of a very long past, which is made in bulk in its real form.

python -m tools.long_histories grow DIR --records 10000000
python -m tools.long_histories measure DIR
"""

import argparse
import hashlib
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watcher.model import Outcome, Payload, Snapshot, Source, Told, Version, change_id
from watcher.model.forms import moment
from watcher.store import Look, Store, Telling, open_store
from watcher.store.database.tables import ms
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.lines import segment_path
from watcher.store.ledger.records import look_record
from watcher.store.opening import key_file
from watcher.store.seals.seals import Sealer, key_path, manifest_path, signature_path
from watcher.store.seals.signing import Signer
from watcher.store.vault.disk import Disk

START = datetime(2016, 1, 1, tzinfo=UTC)
SOURCES, A_SEAL, PORT = 1000, 50_000, 18765
PAGE = b"<html><head><title>Offices</title></head><main><h1>Offices</h1><p>Open from 9 to 5.</p></main></html>"
OURS = """
version: 1
fetch:
  contact: "https://example.org/bot"
  per_host: {gap: 0s}
  allow_private: [127.0.0.1/32]
"""
HEADERS = (("content-type", "text/html"), ("etag", '"one"'), ("server", "nginx"))


class Clock:
    """A clock whose hands are moved."""

    boot = ""

    at = START

    def now(self) -> datetime:
        """The moment it shows."""
        return self.at

    def monotonic(self) -> float:
        """Seconds since the start."""
        return (self.at - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Move on."""
        self.at += timedelta(seconds=seconds)


def source_id(number: int) -> str:
    """The name of a source."""
    return f"page-{number:05}"


def address(number: int) -> str:
    """Where it is watched."""
    return f"http://127.0.0.1:{PORT}/{source_id(number)}"


def look(number: int, at: datetime) -> Look:
    """The page as it always is."""
    payload, url = Payload(PAGE, "text/html"), address(number)
    snapshot = Snapshot(
        source_id(number), url, at, at + timedelta(seconds=1), Outcome.OK, url, status=200, headers=HEADERS,
        body_sha256=payload.sha256, body_bytes=len(PAGE), complete="proven",
    )  # fmt: skip
    return Look(snapshot, payload, recognised=False)


def first(one: Look) -> Telling:
    """The first version of a source."""
    seen = one.snapshot
    told = Told(change_id(seen.source_id, (None, seen), (1, seen)), seen.source_id, seen, seen, None, 1, START, "rules")
    version = Version(
        seen.source_id, 1, seen.id, seen.started_at, seen.started_at, "print", "rules", "article", "Offices", 6
    )
    return Telling(told, version, "skim", "rules", "article", passages=("Offices", "Open from 9 to 5."))


def begin(home: Path, sources: int) -> None:
    """The first look at every source, by the store's own code."""
    home.mkdir(parents=True, exist_ok=True)
    urls = [f"  - {{id: {source_id(n)}, url: '{address(n)}', every: 6h}}" for n in range(sources)]
    (home / "sources.yaml").write_text("\n".join(["version: 1", "sources:", *urls, ""]))
    (home / "watcher.yaml").write_text(OURS)
    clock = Clock()
    with opened(home, clock) as store:
        watched = [Source(source_id(n), address(n)) for n in range(sources)]
        store.agenda.sync(watched, clock.now())
        looks = [look(number, START + timedelta(seconds=number / 100)) for number in range(sources)]
        store.keep(looks)
        store.tell([first(one) for one in looks])
        store.seal()


def opened(home: Path, clock: Clock) -> Store:
    """The store of an installation."""
    return open_store(home / "snapshots", f"sqlite:///{home / 'watcher.db'}", clock)


MARKS = ("id", "source", "url", "start", "end", "at", "nonce", "before")


def template() -> str:
    """The record of a recognised look with gaps for what differs."""
    sample = replace(look(0, START).snapshot, source_id="@source@", url="@url@", final_url="@url@")
    record = dict(look_record(Look(sample, recognised=True), recognised=True))
    record |= {"id": "@id@", "started_at": "@start@", "finished_at": "@end@", "at": "@at@", "nonce": "@nonce@"}
    record |= {"prev_sha256": "@before@", "seq": 987654321987, "v": 1}
    text = canonical(record).replace("%", "%%").replace("987654321987", "%(seq)d")
    return re.sub(r"@([a-z]+)@", r"%(\1)s", text)


class Bulk:
    """Writes looks by the hundred thousand: the lines, the rows, the seals."""

    def __init__(self, home: Path, sources: int) -> None:
        self.vault, self.sources = home / "snapshots", sources
        self.database = sqlite3.connect(home / "watcher.db")
        self.database.execute("PRAGMA synchronous=OFF")
        self.database.execute("PRAGMA journal_mode=OFF")
        self.database.execute("PRAGMA cache_size=-1000000")
        self.seq, self.sha256, self.sealed = self.database.execute(
            "SELECT seq, sha256, sealed FROM position"
        ).fetchone()
        self.segment, self.text = self.sealed + 1, template()
        self.body = look(0, START).snapshot.body_sha256
        self.sealer = Sealer(self.vault, Disk(), Signer(key_file(self.vault, f"sqlite:///{home / 'watcher.db'}")))

    def write(self, records: int) -> None:
        """So many looks in one segment, sealed."""
        rows, manifest, end = [], [], 0
        with segment_path(self.vault, self.segment).open("wb") as file:
            for row, raw in self._lines(records):
                rows.append(row)
                manifest.append(f"{self.sha256}  records/{self.seq:012}.json")
                start, end = end, end + len(raw)
                file.write(raw)
        self.database.executemany("INSERT INTO snapshot VALUES (?,?,?,?,?,?,?)", rows)
        self._seal(manifest)
        self.database.execute(
            "UPDATE position SET seq=?, sha256=?, start=?, end=?, segment=?, sealed=?",
            (self.seq, self.sha256, start, end, self.segment - 1, self.sealed),
        )
        self.database.commit()

    def _lines(self, records: int) -> Iterator[tuple[tuple[object, ...], bytes]]:
        nonce = os.urandom(8).hex()
        for _ in range(records):
            self.seq += 1
            number = self.seq % self.sources
            at = START + timedelta(seconds=self.seq * 20)
            name, start = source_id(number), moment(at)
            taken = f"{name}/{at:%Y%m%dT%H%M%S}.000Z"
            gaps = {
                "id": taken, "source": name, "url": f"http://127.0.0.1:{PORT}/{name}", "start": start, "end": start,
                "at": start, "nonce": f"{nonce}{self.seq:016x}", "before": self.sha256, "seq": self.seq,
            }  # fmt: skip
            text = self.text % gaps
            raw = text.encode()
            self.sha256 = hashlib.sha256(raw).hexdigest()
            yield (self.seq, taken, name, ms(at), "ok", self.body, text), raw + b"\n"

    def _seal(self, records: list[str]) -> None:
        vault, before = self.vault, self.segment - 1
        named = [manifest_path(vault, before), signature_path(vault, before), key_path(vault, self.sealer.key)]
        named.append(segment_path(vault, self.segment))
        files = [f"{_sha256(path)}  {path.relative_to(vault).as_posix()}" for path in named]
        manifest_path(vault, self.segment).write_text("\n".join([*files, *records, ""]))
        self.sealer.sign(self.segment)
        self.sealed, self.segment = self.segment, self.segment + 1

    def finish(self) -> None:
        """Where every source stands after all that."""
        for number in range(self.sources):
            name = source_id(number)
            last, looks = self.database.execute(
                "SELECT max(seq), count(*) FROM snapshot WHERE source_id=?", (name,)
            ).fetchone()
            (standing,) = self.database.execute("SELECT standing FROM source WHERE id=?", (name,)).fetchone()
            form = canonical(json.loads(standing) | {"looks": looks, "pages": looks})
            self.database.execute("UPDATE source SET standing=?, baseline_seq=? WHERE id=?", (form, last, name))
        self.database.commit()
        self.database.close()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def grow(home: Path, records: int, sources: int = SOURCES, a_seal: int = A_SEAL) -> None:
    """An installation with so many records."""
    begin(home, sources)
    bulk = Bulk(home, sources)
    while bulk.seq < records:
        bulk.write(min(a_seal, records - bulk.seq))
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{bulk.seq}")
    bulk.finish()


class Site(BaseHTTPRequestHandler):
    """Shows the page."""

    def do_GET(self) -> None:
        """As ever."""
        self.send_response(200)
        for name, value in (*HEADERS[:2], ("content-length", str(len(PAGE)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def timed(home: Path, *words: str) -> tuple[float, float, int]:
    """(seconds, CPU seconds, MB) of one command."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    program = [sys.executable, "-c", _MEASURED, *words, "--config", str(home)]
    said = subprocess.run(program, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if said.returncode:
        raise SystemExit(f"{words}: exit {said.returncode}\n{said.stdout}{said.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu, int(said.stderr.rsplit("peak ", 1)[1]) // 1024


_MEASURED = """
import resource, sys
from watcher.__main__ import main
try:
    main()
finally:
    sys.stderr.write(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")
"""


def measure(home: Path, parts: int) -> None:
    """Print how long it takes to work with an installation; the median of three."""
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    one = source_id(7)
    with closing(sqlite3.connect(f"file:{home / 'watcher.db'}?mode=ro", uri=True)) as database:
        (records,) = database.execute("SELECT seq FROM position").fetchone()
    print(f"{records} records")
    for words in (("status",), ("check", one, "-q"), ("log", one), ("verify", "--sample", f"1/{parts}")):
        runs = sorted(timed(home, *words) for _ in range(3))
        wall, cpu, peak = runs[1]
        print(f"{' '.join(words):32} {wall:7.2f} s {cpu:7.2f} s CPU {peak:6} MB")
    server.shutdown()


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("grow", "measure"))
    parser.add_argument("home", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--parts", type=int, default=10)
    asked = parser.parse_args()
    if asked.what == "grow":
        grow(asked.home, asked.records)
    else:
        measure(asked.home, asked.parts)


if __name__ == "__main__":
    main()
