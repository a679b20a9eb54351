"""Where AILA's page stamp falls when a PDF is turned into text: between lines, or inside them."""

from collections.abc import Sequence

STAMP = "AILA Doc. No. 17022130. (Posted 2/21/17)"
MISSPELT = "AIILA Doc. No. 17022130. (Posted 2/21/17)"


def stamped(lines: Sequence[str], shift: int) -> list[str]:
    """The lines with stamps of three sorts; `shift` moves every one of them some lines on.

    One stands alone between two lines, one cuts a line in two, one stands in the middle of a line.
    """
    between, cutting, inside = (number + shift for number in (1, 20, 37))
    out: list[str] = []
    for number, line in enumerate(lines):
        if number == between:
            out += [MISSPELT, line]
        elif number == cutting:
            first, second = _halves(line)
            out += [first, STAMP, second]
        elif number == inside:
            out.append(f" {STAMP} ".join(_halves(line)))
        else:
            out.append(line)
    return out


def _halves(line: str) -> tuple[str, str]:
    """The line cut behind a word near its middle, never behind the end of a sentence."""
    words = line.split(" ")
    at = next(
        (place for place in range(max(len(words) // 2, 1), len(words)) if words[place - 1][-1].isalnum()), len(words)
    )
    return " ".join(words[:at]), " ".join(words[at:])
