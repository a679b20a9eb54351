"""Where a command spends its time, as py-spy samples it and every process that it starts."""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

_MOST = 10


def hottest(command: Sequence[str]) -> Mapping[str, float]:
    """The ten functions with the most samples of their own, with their share; nothing where sampling is not allowed."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "stacks"
        spy = [str(Path(sys.executable).with_name("py-spy")), "record", "--subprocesses", "-r", "200", "-f", "raw"]
        subprocess.run([*spy, "-o", str(raw), "--", *command], capture_output=True, check=False)
        return _shares(raw.read_text() if raw.exists() else "")


def _shares(stacks: str) -> Mapping[str, float]:
    own: Counter[str] = Counter()
    for line in stacks.splitlines():
        stack, _, samples = line.rpartition(" ")
        own[_named(stack.rpartition(";")[2])] += int(samples)
    total = sum(own.values())
    return {name: samples / total for name, samples in own.most_common(_MOST)}


def _named(frame: str) -> str:
    """`function (package/module.py)`, without line and without where it is installed."""
    function, _, place = frame.rpartition(" (")
    path = place.rstrip(")").rpartition(":")[0] or place.rstrip(")")
    return f"{function} ({'/'.join(Path(path).parts[-2:])})"
