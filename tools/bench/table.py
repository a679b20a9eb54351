"""The tables of a bench, as they are printed and as they stand in docs/measurements.md."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools.bench.measuring import Cost

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
_SECTION = re.compile(r"(?s)(?P<begin><!-- bench: begin -->\n)(?P<body>.*?)(?P<end>\n<!-- bench: end -->)")


@dataclass(frozen=True, slots=True)
class Row:
    """One run in the table."""

    cost: Cost
    told: str = "-"
    is_floor: bool = False
    """All others are told as multiples of it."""
    pages: int = 0
    """Of how many pages; 0: of all."""
    kept: int = 0
    """Bytes on disk afterwards."""


@dataclass(frozen=True, slots=True)
class Further:
    """What one page more costs, start-up aside: the difference between a round over some pages and over all."""

    name: str
    few: Cost
    all: Cost
    bare_few: Cost
    bare_all: Cost
    pages: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The others, and the run that they are held against."""

    ours: Cost
    others: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies on the disk after so many looks: bytes by what they are for."""

    sizes: Mapping[str, int]
    looks: int


@dataclass(frozen=True, slots=True)
class Hot:
    """Where a run spent its time."""

    run: str
    functions: Mapping[str, float]
    """Share of the samples by function, the largest first."""


Line = Row | Further | Beside | Kept | Hot


def section(lines: Sequence[Line], pages: int, hosts: int, cores: int) -> str:
    """All that was measured in one go."""
    return "\n".join(_section(lines, pages, hosts, cores))


def keep(body: str) -> None:
    """Put it into the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_SECTION.sub(lambda old: f"{old['begin']}{body}{old['end']}", text), encoding="utf-8")


def _section(lines: Sequence[Line], pages: int, hosts: int, cores: int) -> Iterator[str]:
    floor = next(line.cost for line in lines if isinstance(line, Row) and line.is_floor)
    yield f"Measured on {datetime.now(UTC):%-d %B %Y}: {pages:,} pages, {hosts} hosts, {cores} cores."
    yield f"Load of the machine: {os.getloadavg()[1]:.1f}; only the ratios of one run mean something.\n"
    yield "| run | ms CPU a page | x bare httpx | wall s | peak MB | told |\n|---|---|---|---|---|---|"
    yield from (_row(line, floor.cpu / pages, line.pages or pages) for line in lines if isinstance(line, Row))
    for line in lines:
        if isinstance(line, Further):
            yield _further(line)
        elif isinstance(line, Beside):
            yield from _beside(line, pages)
        elif isinstance(line, Kept):
            parts = ", ".join(f"{part} {size / line.looks / 1000:.2f} kB" for part, size in line.sizes.items())
            yield f"\nKept on disk by watcher, every answer whole, a look: {parts}."
        elif isinstance(line, Hot):
            yield from _hot(line)
    yield from (
        f"\nKept on disk by {line.cost.name.partition(',')[0]}: {line.kept / line.pages / 1000:.2f} kB a page."
        for line in lines
        if isinstance(line, Row) and line.kept
    )


def _row(row: Row, floor: float, pages: int) -> str:
    cost = row.cost
    if not cost.cpu:
        return f"| {cost.name} | - | - | - | - | {row.told} |"
    name = cost.name if not row.pages else f"{cost.name} ({row.pages} pages)"
    return (
        f"| {name} | {cost.cpu / pages * 1000:.2f} | {cost.cpu / pages / floor:.2f} | {cost.wall:.1f}"
        f" | {cost.peak / 1e6:.0f} | {row.told} |"
    )


def _further(line: Further) -> str:
    bare = (line.bare_all.cpu - line.bare_few.cpu) / line.pages * 1000
    ours = (line.all.cpu - line.few.cpu) / line.pages * 1000
    return (
        f"\nOne page more, {line.name}, start-up aside: {ours:.2f} ms against {bare:.2f} ms bare, {ours / bare:.2f} x."
    )


def _beside(line: Beside, pages: int) -> Iterator[str]:
    ours = line.ours.cpu / pages
    measured = [row for row in line.others if row.cost.cpu]
    times = [f"{row.cost.name.partition(',')[0]} {row.cost.cpu / row.pages / ours:.1f}" for row in measured]
    if times:
        yield f"\nA page costs {', '.join(times)} times the CPU that it costs watcher."


def _hot(line: Hot) -> Iterator[str]:
    yield f"\nWhere the time goes, {line.run} (share of samples, own time):\n"
    yield "| % | function |\n|---|---|"
    yield from (f"| {100 * share:.1f} | `{name}` |" for name, share in line.functions.items())
