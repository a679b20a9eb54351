"""A page of the many that we measure by, with the same page a sentence later."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from watcher.demo import ManyPages
from watcher.demo.server import Request
from watcher.model import Payload, Source

URL = "http://127.0.0.1/page/3"


@dataclass(frozen=True)
class Pages:
    """Two answers whose tokens differ, and one that says something else."""

    before: Payload
    same: Payload
    after: Payload
    source: Source


@pytest.fixture(scope="session")
def pages() -> Pages:
    site = ManyPages(10, ["127.0.0.1"])

    def answer() -> Payload:
        return Payload(site.answer(Request("GET", "/page/3", {})).body, "text/html; charset=UTF-8", URL)

    before, same = answer(), answer()
    site.change(1)
    return Pages(before, same, answer(), Source("page-3", URL, kind="article"))


@pytest.fixture
def times() -> Callable[[Callable[[], object], Callable[[], object]], float]:
    """How many times the CPU time of the second the first takes: the middle of rounds in which both run by turns."""

    def ratio(one: Callable[[], object], other: Callable[[], object], rounds: int = 7) -> float:
        one(), other()
        return statistics.median(_cost(one) / _cost(other) for _ in range(rounds))

    return ratio


def _cost(work: Callable[[], object]) -> float:
    """CPU seconds, of as many runs as the clock can tell apart."""
    runs, began = 0, time.process_time()
    while True:
        work()
        runs += 1
        if (spent := time.process_time() - began) > 0.004:
            return spent / runs
