"""`python -m tests.eval.report [--lower REASON]`: print the tables, write them to the docs, raise the floors."""

import argparse
import sys

from tests.eval import floors, page
from tests.eval.pairs import SHARED
from tests.eval.score import Marks, own_marks, pages_misread, real_marks


def main() -> int:
    """1 when a figure has fallen and no reason is given."""
    asked = argparse.ArgumentParser(prog="python -m tests.eval.report", description=__doc__)
    asked.add_argument("--lower", metavar="REASON", default="", help="let floors fall, and note why")
    reason = asked.parse_args().lower
    sets = {"own": own_marks()} | ({"real": real_marks()} if SHARED.exists() else {})
    for name, marks in sets.items():
        _print(name, marks)
        page.write(f"eval {name}", page.section(marks))
    _print_pages()
    return _floors(sets, reason)


def _print(name: str, marks: Marks) -> None:
    print(f"{name} pairs: {page.section(marks)}\n")
    for judged in marks.scores:
        for fault in judged.faults:
            print(f"  {judged.pair.name}: {fault}")


def _print_pages() -> None:
    misread = pages_misread()
    wrong = {name: faults for name, faults in misread.items() if faults}
    print(f"real pages: {len(misread) - len(wrong)} of {len(misread)} read as labelled")
    for name, faults in wrong.items():
        print(f"  {name}: {'; '.join(faults)}")


def _floors(sets: dict[str, Marks], reason: str) -> int:
    measured = {key: share for name, marks in sets.items() for key, share in floors.figures(name, marks).items()}
    old = floors.kept()
    fallen = floors.fallen(measured, old, tuple(sets))
    for name, step in fallen.items():
        print(f"fallen: {name}: {step}")
    if fallen and not reason:
        print('Nothing is written to the floors. If this is right: make eval LOWER="why"')
        return 1
    new = {name: share for name, share in old.items() if name not in fallen} | measured
    floors.write(new, [*floors.reasons(), f"{reason} ({', '.join(fallen)})"] if fallen else floors.reasons())
    print(f"floors: {len(floors.risen(measured, old))} raised, {len(fallen)} lowered")
    return 0


if __name__ == "__main__":
    sys.exit(main())
