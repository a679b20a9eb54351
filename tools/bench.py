"""What a round costs: CPU of the whole process tree per page, beside a bare client that does the same GETs.

`make bench` prints one table: the floor (httpx GET + SHA-256), the first round, a round in which only tokens moved,
a round in which a tenth of the pages changed. All runs meet the same site on the same machine, one after the other.
"""

import argparse
import asyncio
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from watcher.demo import ManyPages

_HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 21))
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a command and all its children."""

    name: str
    cpu: float
    wall: float
    peak: int
    """Bytes of resident memory at the worst moment, all processes together."""
    out: str


def main() -> None:
    """Run the table, or one of its parts in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", default="table", choices=["table", "bare"])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--gzip", action="store_true", help="serve the pages compressed")
    parser.add_argument("--urls", type=Path)
    chosen = parser.parse_args()
    if chosen.part == "bare":
        asyncio.run(_bare(chosen.urls.read_text().split()))
    else:
        _table(chosen.pages, compressed=chosen.gzip)


def _table(count: int, *, compressed: bool) -> None:
    site = ManyPages(count, _HOSTS, compressed=compressed)
    urls = site.urls(site.start())
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        listed = folder / "urls.txt"
        listed.write_text("\n".join(urls))
        _configure(folder, urls)
        bare = [sys.executable, "-m", "tools.bench", "bare", "--urls", str(listed)]
        check = [sys.executable, "-m", "watcher", "check", "--json", "--config", str(folder)]
        floor = _run("bare httpx GET + sha256", bare)
        rows = [floor, _run("watcher: first round", check)]
        rows.append(_run("watcher: only tokens moved", check))
        rows.append(_run("watcher: only tokens moved, again", check))
        part = count // 4
        few = folder / "few.txt"
        few.write_text("\n".join(urls[:part]))
        further = _further(
            _run("bare, a quarter", [*bare[:-1], str(few)]),
            floor,
            _run("watcher, a quarter", [*check, *(f"page-{number}" for number in range(part))]),
            rows[-1],
            count - part,
        )
        site.change(0.1)
        rows.append(_run("watcher: a tenth changed", check))
        rows.append(_run("bare httpx GET + sha256, again", bare))
        kept = sum(path.stat().st_size for path in (folder / "snapshots").rglob("*") if path.is_file())
    site.stop()
    _print(rows, floor, count)
    print(f"\n{further}")
    print(f"kept on disk: {kept / 5 / count / 1000:.1f} kB per look" if kept else "")


def _further(bare_few: Cost, bare_all: Cost, few: Cost, everything: Cost, pages: int) -> str:
    """What one page more costs, start-up aside."""
    bare = (bare_all.cpu - bare_few.cpu) / pages * 1000
    ours = (everything.cpu - few.cpu) / pages * 1000
    return f"one page more, start-up aside: {ours:.2f} ms against {bare:.2f} ms bare, {ours / bare:.2f} x"


def _print(rows: Sequence[Cost], floor: Cost, count: int) -> None:
    print(f"{count} pages, {len(_HOSTS)} hosts, {os.cpu_count()} cores\n")
    print("| run | ms CPU a page | x bare httpx | wall s | peak MB | told |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        per_page = row.cpu / count * 1000
        print(
            f"| {row.name} | {per_page:.2f} | {row.cpu / floor.cpu:.2f} | {row.wall:.1f}"
            f" | {row.peak / 1e6:.0f} | {_counts(row.out)} |"
        )


def _counts(out: str) -> str:
    if not out.startswith("{"):
        return "-"
    counts = json.loads(out)["counts"]
    return ", ".join(f"{counts[word]} {word}" for word in ("first", "unchanged", "changed", "failing") if counts[word])


def _configure(folder: Path, urls: Sequence[str]) -> None:
    lines = "".join(f"  - {{id: page-{number}, url: '{url}', kind: article}}\n" for number, url in enumerate(urls))
    (folder / "sources.yaml").write_text(f"version: 1\nsources:\n{lines}")
    (folder / "watcher.yaml").write_text(
        "version: 1\nfetch: {concurrency: 64, per_host: {concurrency: 1, gap: 0s}, allow_private: [127.0.0.0/8]}\n"
    )


def _run(name: str, command: Sequence[str]) -> Cost:
    """Run to the end; CPU as the kernel counts it for the process and every child that it waited for."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    peak = [0]
    watching = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watching.start()
    out = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    watching.join()
    print(f"{name}: {wall:.1f} s", file=sys.stderr, flush=True)
    if status:
        print(f"{name}: ended with {os.waitstatus_to_exitcode(status)}", file=sys.stderr)
    return Cost(name, usage.ru_utime + usage.ru_stime, wall, peak[0], out)


def _watch(pid: int, peak: list[int]) -> None:
    """The tree's resident memory, sampled until it ends."""
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            tree = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(one.memory_info().rss for one in tree))
            time.sleep(0.05)
    except psutil.Error:
        return


async def _bare(urls: Sequence[str]) -> None:
    """The floor: what anybody pays who asks for these pages with httpx and hashes the answers."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def ask(client: httpx.AsyncClient, url: str) -> str:
        async with places:
            return hashlib.sha256((await client.get(url)).content).hexdigest()

    async with httpx.AsyncClient(timeout=30) as client:
        await asyncio.gather(*(ask(client, url) for url in urls))


if __name__ == "__main__":
    main()
