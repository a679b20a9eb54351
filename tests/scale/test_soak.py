"""A service that runs for days holds no more at the end than at the beginning, and its files grow by what it saw."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROOF = bool(os.environ.get("WATCHER_PROOF"))
ROOT = Path(__file__).parents[2]
SOURCES, DAYS = (500, 14) if PROOF else (8, 3)
_MIB = 1 << 20


def soaked(folder):
    """What the process and its files came to, day by day."""
    command = [sys.executable, "-m", "tests.scale.soak", str(folder), "--sources", str(SOURCES), "--days", str(DAYS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.timeout(4 * 3600)
def test_days_of_running_leave_the_process_as_it_was(tmp_path):
    days = soaked(tmp_path)
    settled, last = days[1], days[-1]
    assert last["mb"] <= 1.05 * settled["mb"]
    assert last["files"] <= settled["files"]
    assert last["threads"] <= settled["threads"]
    assert max(day["wal"] for day in days) <= 64 * _MIB
    assert last["partial"] == 0
    assert last["letters"] == DAYS + 1  # one a day, and one for the day on which it began
    a_day = settled["vault"] - days[0]["vault"]
    assert last["vault"] - days[-2]["vault"] <= 1.5 * a_day
    assert last["looks"] >= SOURCES * DAYS * 3
