"""The tables of the evaluation, as they stand in docs/measurements.md."""

import re
from collections.abc import Iterator

from tests.eval.pairs import ROOT
from tests.eval.score import Marks

PAGE = ROOT / "docs" / "measurements.md"


def section(marks: Marks) -> str:
    """The figures of one set of pairs; no date and no timing, so that equal findings make an equal section."""
    return "\n".join(_lines(marks))


def written(name: str) -> str:
    """What the page holds between the marks of that name."""
    found = _between(name).search(PAGE.read_text(encoding="utf-8"))
    assert found is not None, f"{PAGE} has no section {name}"
    return found["body"]


def write(name: str, body: str) -> None:
    """Put the section into the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_between(name).sub(lambda old: f"{old['begin']}{body}{old['end']}", text), encoding="utf-8")


def _between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?s)(?P<begin><!-- {name}: begin -->\n)(?P<body>.*?)(?P<end>\n<!-- {name}: end -->)")


def _lines(marks: Marks) -> Iterator[str]:
    noise = sum(judged.pair.noise_only for judged in marks.scores)
    yield f"{len(marks.scores)} pairs, {noise} of them noise alone."
    yield "\n| share of | |\n|---|---|"
    yield from (f"| {name} | {100 * share:.4g} % |" for name, share in marks.shares.items())
    yield "\n| kind | right | wrong | missed | precision | recall |\n|---|---|---|---|---|---|"
    for kind, tally in marks.kinds.items():
        counts = f"{tally.right} | {tally.wrong} | {tally.missed}"
        yield f"| `{kind}` | {counts} | {tally.precision:.3f} | {tally.recall:.3f} |"
    known = [judged.pair for judged in marks.scores if judged.pair.known]
    if known:
        yield "\nKnown to be told wrongly:\n"
        yield from (f"- {pair.name}: {pair.known}" for pair in known)
