"""`make bench`, with `PEERS=1` the others too: prints what was measured and writes it into docs/measurements.md."""

import argparse
import compileall
import os
import tempfile
from pathlib import Path

from tools.bench import rounds, table
from tools.bench.measuring import adopt_orphans, leave_a_core
from tools.bench.site import HOSTS


def main() -> None:
    """Measure and write it down."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument(
        "--times",
        type=int,
        default=3,
        help="how often each is measured, cheap ones thrice as often; the cheapest counts",
    )
    parser.add_argument("--dry", action="store_true", help="leave the docs as they are")
    chosen = parser.parse_args()
    compileall.compile_dir("watcher", quiet=1)  # where no bytecode may be written every start would else compile anew
    adopt_orphans()
    leave_a_core()
    with tempfile.TemporaryDirectory() as home:
        count, times, with_peers = chosen.pages, chosen.times, bool(os.environ.get("PEERS"))
        lines = rounds.tagged(count, times, Path(home) / "tagged")
        lines = rounds.plain(count, times, Path(home) / "plain", with_peers=with_peers) + lines
    section = table.section(lines, count, len(HOSTS), os.cpu_count() or 1)
    print(section)
    if not chosen.dry:
        table.keep(section)


if __name__ == "__main__":
    main()
