"""What reading history again came to: words for a terminal, a form for JSON."""

import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from watcher.cli.findings_text import instant, versions
from watcher.cli.output import counted, put
from watcher.model import Finding, Source
from watcher.model.forms import Form, finding_form
from watcher.pipeline.rereading.otherwise import Otherwise
from watcher.pipeline.rereading.reread import Reading

_SHOWN_OF_RULES = 8
_SAID = {"new": "said today", "gone": "said no more", "other": "said then"}


class RereadPrinter:
    """Tells of each look that reads otherwise, as soon as it was read."""

    def __init__(self, looks: int, *, quiet: bool) -> None:
        self._quiet = quiet
        self._faults: set[str] = set()
        self._bar = Progress(
            TextColumn("reading again"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=quiet or not sys.stderr.isatty(),
        )
        self._line = self._bar.add_task("reading again", total=looks)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def tell(self, reading: Reading) -> None:
        """One look was read again."""
        self._bar.advance(self._line)
        if self._quiet:
            return
        if reading.fault is not None and str(reading.fault) not in self._faults:
            self._faults.add(str(reading.fault))
            put(f"CANNOT READ AGAIN  {reading.look.id}: {reading.fault}\n")
        elif reading.differences:
            _print(reading)

    def close(self, summary: Mapping[str, Any]) -> None:
        """All is read: what was covered."""
        put(_closing(summary))


def form(done: Sequence[Reading], sources: Sequence[Source], rules: str, *, is_kept: bool) -> Form:
    """The whole of it: what differs, what could not be read, what was covered."""
    differing = [reading for reading in done if reading.differences]
    faults = [reading for reading in done if reading.fault is not None]
    return {
        "schema": "watcher.reread/1",
        "rules": rules,
        "sources": [source.id for source in sources],
        "changes": [_reading_form(reading) for reading in differing],
        "faults": [
            {"snapshot": one.look.id, "code": one.fault.code, "message": str(one.fault)} for one in faults if one.fault
        ],
        "counts": {
            "looks": len({reading.look.id for reading in done}),
            "changes": sum(reading.first is not None and bool(reading.first.findings) for reading in done),
            "differing": sum(reading.first is not None for reading in differing),
            "missed": sum(reading.first is None for reading in differing),
            "recorded": sum(reading.is_news for reading in done) if is_kept else 0,
            "unreadable": len(faults),
        },
    }


def _reading_form(reading: Reading) -> Form:
    today = reading.today
    assert today is not None
    return {
        "change": today.change_id,
        "source": today.source_id,
        "from": {"version": today.before_version, "snapshot": today.before.id},
        "to": {"version": today.after_version, "snapshot": today.after.id},
        "was_told": reading.first is not None,
        "rules": reading.first.rules if reading.first else None,
        "differences": [
            {
                "said": one.verdict,
                "then": finding_form(one.then, reading.first.edits) if one.then and reading.first else None,
                "today": finding_form(one.today, today.edits) if one.today else None,
            }
            for one in reading.differences
        ],
    }


def _print(reading: Reading) -> None:
    today = reading.today
    assert today is not None
    passed = "" if reading.first else "  passed over then"
    put(f"change {today.change_id}  {today.source_id}  {versions(today)}{passed}")
    put(f"  between {instant(today.before.started_at)} and {instant(today.after.started_at)}")
    for one in reading.differences:
        _print_difference(one)
    put()


def _print_difference(one: Otherwise) -> None:
    finding = one.then or one.today
    assert finding is not None
    put(f"  {_SAID[one.verdict]:<13} {_line(finding)}")
    if one.then and one.today:
        put(f"  {'today':<13} {_line(one.today)}")


def _line(finding: Finding) -> str:
    return f"{finding.level.name:<8} {finding.kind}: {finding.summary}"


def _closing(summary: Mapping[str, Any]) -> str:
    """What would be said differently, of how much, and what became of it; each part where there is one."""
    counts = summary["counts"]
    parts = [f"{counts['differing']} would be said differently"] if counts["differing"] else []
    parts += [f"{counted(counts['missed'], 'change')} passed over then would be told"] if counts["missed"] else []
    said = "; ".join(parts) or "Nothing would be said differently"
    covered = f"{counted(counts['changes'], 'change')}, {counted(counts['looks'], 'look')}"
    covered += f", {counted(len(summary['sources']), 'source')} read again under rules"
    lines = [f"{said}. {covered} {summary['rules'][:_SHOWN_OF_RULES]}."]
    lines += [f"{counted(counts['unreadable'], 'look')} could not be read again."] if counts["unreadable"] else []
    lines += [f"Recorded: {counts['recorded']}; nobody is sent any of it."] if counts["recorded"] else []
    return " ".join(lines)
