"""What a command costs: CPU time and memory of it and of every process that it leads to, to the last of them."""

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

_PR_SET_CHILD_SUBREAPER = 36
_BETWEEN_SAMPLES = 0.1
_ALL = sorted(os.sched_getaffinity(0))
_OURS = _ALL[:-1] or _ALL


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a command with all the processes that it led to."""

    name: str
    cpu: float
    """Seconds in which a core worked for it, as the kernel counts them."""
    wall: float
    peak: int
    """Bytes of memory at the worst moment; what processes share counts once."""
    out: str = ""


def adopt_orphans() -> None:
    """Be the parent of every process that outlives its own, so that none works uncounted."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def leave_a_core() -> None:
    """Keep to all cores but the one that what is measured has to itself: on one that it shares it would seem slower."""
    os.sched_setaffinity(0, _OURS)


@contextmanager
def _on(cores: Collection[int]) -> Iterator[None]:
    """What is started in here runs on these cores."""
    os.sched_setaffinity(0, cores)  # that of the calling thread, which a process inherits
    try:
        yield
    finally:
        leave_a_core()


def run(
    name: str,
    command: Sequence[str],
    environ: Mapping[str, str] | None = None,
    folder: str = ".",
    *,
    on_all_cores: bool = False,
) -> Cost:
    """Run it to the end, and all that it leaves behind; on one core, or on all."""
    began = time.monotonic()
    with _on(_ALL if on_all_cores else _ALL[-1:]):
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environ or {})},
            cwd=folder,
        )
    assert process.stdout is not None
    peak = [0]
    watching = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watching.start()
    out = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    watching.join()
    cpu = usage.ru_utime + usage.ru_stime + sum(_left_behind())
    print(
        f"{name}: {wall:.1f} s" + (f", ended with {process.returncode}" if status else ""), file=sys.stderr, flush=True
    )
    return Cost(name, cpu, wall, peak[0], out)


def cheapest(costs: Sequence[Cost]) -> Cost:
    """The run of least CPU time, since what else goes on only adds to it; with memory that sufficed for all of them."""
    chosen = min(costs, key=lambda cost: cost.cpu)
    return Cost(chosen.name, chosen.cpu, chosen.wall, max(cost.peak for cost in costs), costs[-1].out)


def _left_behind() -> list[float]:
    """CPU seconds of what the command left running, waited for."""
    seconds: list[float] = []
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return seconds
        seconds.append(usage.ru_utime + usage.ru_stime)


def _watch(pid: int, peak: list[int]) -> None:
    """The tree's memory, sampled until it ends."""
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            peak[0] = max(peak[0], memory_of(root))
            time.sleep(_BETWEEN_SAMPLES)
    except psutil.Error:
        return


def memory_of(root: psutil.Process) -> int:
    """Bytes that the process holds with all below it; what they share counts once."""
    return sum(map(_memory, [root, *root.children(recursive=True)]))


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0
