"""How many pages one, two and four workers look at in a second: `python tools/fleet.py` (needs a PostgreSQL).

The pages lie on many hosts of the loopback and answer late, as real ones do; each asks for one page at a time.
"""

import argparse
import asyncio
import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import psutil
import psycopg

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.fleet.postgres import serving  # noqa: E402 - of this repository, not of the package
from watcher.model import Outcome, Payload, Snapshot, Source  # noqa: E402
from watcher.store import Look, open_store  # noqa: E402
from watcher.wiring.clock import RealClock  # noqa: E402

PORT = 18_799
_TURNS = 60
WORDS = (
    "agency",
    "application",
    "benefit",
    "court",
    "decision",
    "evidence",
    "form",
    "hearing",
    "notice",
    "rule",
    "visa",
)


@cache
def words(name: str) -> str:
    """What the page of that name says."""
    drawn = hashlib.shake_256(name.encode()).digest(4000)
    said = [WORDS[byte % len(WORDS)] for byte in drawn]
    return "".join(f"<p>{' '.join(said[at : at + 40])}.</p>" for at in range(0, len(said), 40))


def page(name: str) -> bytes:
    """A page of some 30 kB whose tokens differ at each look."""
    token = f"<input type=hidden name=form_build_id value=form-{secrets.token_hex(8)}>"
    return f"<!doctype html><title>{name}</title><main><h1>{name}</h1><form>{token}</form>{words(name)}</main>".encode()


async def answer(late: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one connection until it ends."""
    try:
        while request := (await reader.readuntil(b"\r\n\r\n")).decode():
            path = request.split(" ")[1]
            await asyncio.sleep(late)
            status, body = ("404 Not Found", b"") if path == "/robots.txt" else ("200 OK", page(path))
            head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def site(hosts: int, late: float) -> None:
    """Serve for good."""
    for at in range(1, hosts + 1):
        await asyncio.start_server(lambda r, w: answer(late, r, w), f"127.0.0.{at}", PORT)
    await asyncio.Event().wait()


def written(home: Path, hosts: int, pages: int) -> None:
    """The configuration of a fleet that watches them all."""
    lines = [
        f"  - {{id: h{host}-p{at}, url: 'http://127.0.0.{host}:{PORT}/h{host}/p{at}'}}"
        for at in range(pages // hosts)
        for host in range(1, hosts + 1)
    ]
    (home / "sources.yaml").write_text("version: 1\ndefaults: {every: 1d}\nsources:\n" + "\n".join(lines) + "\n")
    manners = "{contact: 'mailto:nobody@example.org', per_host: {gap: 0s}, allow_private: [127.0.0.0/8]}"
    (home / "watcher.yaml").write_text(f"version: 1\nfetch: {manners}\n")


@contextmanager
def working(home: Path, url: str, workers: int, lanes: int) -> Iterator[list[psutil.Process]]:
    """So many workers, until the end."""
    command = [sys.executable, "-m", "watcher", "worker", "--lanes", str(lanes), "--config", str(home)]
    env = {**os.environ, "DATABASE_URL": url}
    started = [subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(workers)]
    try:
        yield [psutil.Process(one.pid) for one in started]
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(60)


def looks(url: str) -> int:
    """How many were kept so far."""
    with suppress(psycopg.errors.UndefinedTable), psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM snapshot").fetchone()
        return int(found[0]) if found else 0
    return 0


def spent(processes: list[psutil.Process]) -> float:
    """Seconds of CPU of these with all that they started."""
    family = [one for process in processes for one in (process, *process.children(recursive=True))]
    total = 0.0
    for one in family:
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system
    return total


def awaited(url: str, number: int) -> None:
    """Wait until so many looks are kept."""
    deadline = time.monotonic() + 900
    while (found := looks(url)) < number:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{found} of {number}")
        time.sleep(0.1)


def measured(url: str, home: Path, workers: int, said: argparse.Namespace, server: psutil.Process) -> dict[str, float]:
    """One pass over pages that are known, all of them due at once."""
    with working(home, url, workers, said.lanes) as processes:
        if not looks(url):
            awaited(url, 2 * said.pages)  # a page that was never seen is looked at twice
        time.sleep(8)
        before, cpu, database = looks(url), spent(processes), spent([server])
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("UPDATE source SET next_look_ms = 0")
        began = time.monotonic()
        awaited(url, before + said.pages)
        took = time.monotonic() - began
        return {
            "workers": workers,
            "pages/s": round(said.pages / took, 1),
            "ms CPU a page, workers": round(1000 * (spent(processes) - cpu) / said.pages, 2),
            "ms CPU a page, PostgreSQL": round(1000 * (spent([server]) - database) / said.pages, 2),
        }


def answered(at: int) -> Look:
    """A look at a page with another token than before."""
    payload, now = Payload(page("/h1/p1")), datetime.now(UTC) + timedelta(milliseconds=at)
    snapshot = Snapshot(
        source_id="h1-p1",
        url="http://127.0.0.1/",
        final_url="http://127.0.0.1/",
        started_at=now,
        finished_at=now,
        outcome=Outcome.OK,
        status=200,
        body_sha256=payload.sha256,
        body_bytes=len(payload.body),
        complete="proven",
    )
    return Look(snapshot, payload)


def turns(url: str, home: Path) -> Iterator[dict[str, float]]:
    """What a turn takes in which so many looks are kept together."""
    at = 0
    with open_store(home / "snapshots", url, RealClock()) as store:
        store.agenda.sync([Source("h1-p1", "http://127.0.0.1/")], datetime.now(UTC))
        for looks_at_once in (1, 10, 50):
            began, cpu = time.monotonic(), time.process_time()
            for _ in range(_TURNS):
                store.keep([answered(at := at + 1) for _ in range(looks_at_once)])
            wall, spent_here = time.monotonic() - began, time.process_time() - cpu
            yield {
                "looks in a turn": looks_at_once,
                "ms a turn": round(1000 * wall / _TURNS, 1),
                "looks/s": round(looks_at_once * _TURNS / wall),
                "ms CPU a look": round(1000 * spent_here / _TURNS / looks_at_once, 2),
            }


def main() -> None:
    """Measure, and print a line for each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--hosts", type=int, default=120)
    parser.add_argument("--lanes", type=int, default=8)
    parser.add_argument("--late", type=float, default=0.5, help="seconds before a page answers")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--turns", action="store_true", help="only what the one turn at a time allows")
    parser.add_argument("--site", action="store_true", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.site:
        asyncio.run(site(said.hosts, said.late))
    if said.turns:
        with tempfile.TemporaryDirectory() as folder, serving(durable=True) as server:
            for line in turns(server.database(), Path(folder)):
                print(json.dumps(line), flush=True)
        return
    own = [sys.executable, __file__, "--site", "--hosts", str(said.hosts), "--late", str(said.late)]
    with subprocess.Popen(own) as pages, tempfile.TemporaryDirectory() as folder, serving(durable=True) as server:
        home, url = Path(folder), server.database()
        written(home, said.hosts, said.pages)
        try:
            for workers in said.workers:
                print(json.dumps(measured(url, home, workers, said, psutil.Process(server.pid))), flush=True)
        finally:
            pages.terminate()


if __name__ == "__main__":
    main()
