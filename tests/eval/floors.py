"""The floors below which no figure of the evaluation may fall; they only rise."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.eval.score import Marks

FILE = Path(__file__).with_name("floors.toml")

Figures = dict[str, float]
"""`own / recall / faq.answer-altered` → its share."""

_HEAD = """# The least that the labelled pairs must come to. Written by `make eval`, which raises a floor where a figure
# has risen and refuses to lower one; `make eval LOWER="why"` lowers and notes the reason.
"""


def figures(name: str, marks: Marks) -> Figures:
    """All figures of a set of pairs, by name."""
    found = {f"{name} / all / {of}": share for of, share in marks.shares.items()}
    for kind, tally in marks.kinds.items():
        found[f"{name} / precision / {kind}"] = tally.precision
        found[f"{name} / recall / {kind}"] = tally.recall
    return found


def kept() -> Figures:
    """The floors as they are written down."""
    return {name: float(share) for name, share in _read()["floors"].items()}


def reasons() -> list[str]:
    """Why floors were lowered, oldest first."""
    return list(_read()["lowered"])


def fallen(measured: Figures, floors: Figures, sets: tuple[str, ...]) -> dict[str, str]:
    """Figures of these sets below their floor, or that nothing measures any more."""
    return {
        name: f"{measured.get(name, 0.0)} < {floor}"
        for name, floor in floors.items()
        if name.startswith(sets) and measured.get(name, 0.0) < floor
    }


def risen(measured: Figures, floors: Figures) -> dict[str, str]:
    """Figures above their floor, or that have none yet."""
    return {name: f"{share} > {floors.get(name)}" for name, share in measured.items() if share > floors.get(name, -1.0)}


def write(floors: Figures, lowered: list[str]) -> None:
    """Write the floors down."""
    lines = [f"{json.dumps(name)} = {share}" for name, share in sorted(floors.items())]
    why = "".join(f"    {json.dumps(reason)},\n" for reason in lowered)
    FILE.write_text(f"{_HEAD}lowered = [{chr(10) if why else ''}{why}]\n\n[floors]\n" + "\n".join(lines) + "\n")


def _read() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"floors": {}, "lowered": {}}
