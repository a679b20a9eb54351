"""Numbers that count something: people, money, shares, durations; no dates, hours, ordinals or names of laws."""

import re
from fractions import Fraction

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_WORDS = {word: number for number, word in enumerate(_NUMBER_WORDS.split(), start=1)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
_NAMED = "".join(
    f"(?<!{re.escape(name)}\\ )"
    for name in (
        "No.", "Nos.", "Order", "Section", "Sec.", "Title", "Part", "Form", "§", "Box", "Page", "Chapter", "Rule",
        "Question", "Article", "Proclamation", "Directive", "Memorandum", "Version", "Class",
    )
)  # fmt: skip
"""What stands before the number of a law, a form or a page: a name, no count."""

_LETTER = r"0-9A-Za-z_\u00aa-\u024f\u0370-\u1fff"
"""What belongs to a word; Chinese, Japanese and Korean put no space beside a number."""
_EASTERN = "年月日时時号號番条條章节節回년월일시분호조항"
"""What makes it a date, an hour, or the number of a law."""

FIGURE = re.compile(
    rf"""(?=[\d$]|US\$|{_SPELLED})(?<![{_LETTER}/.,:#§-])(?<![第제]){_NAMED}(?:
        (?:US)?\$\ ?\d[\d,]*(?:\.\d+)?(?:\ (?:thousand|million|billion|trillion)\b)?
      | (?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})(?:\.\d+)?
        (?:\ ?%|\ (?:percent|per\ cent)\b(?:age\ points?)?|\ (?:thousand|million|billion|trillion)\b)?
        (?![{_LETTER}]|\ ?[{_EASTERN}]|\(|[/:-]\w|\ ?[ap]\.?m\b|\.\d|,\d|\ (?:U\.?S\.?C|C\.?F\.?R|F\.\dd|Stat\.|Fed\.))
      | (?:{_SPELLED})(?=\ (?:business\ |calendar\ |working\ )?(?:hour|day|week|month|year)s?\b)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def amount(text: str) -> Fraction | None:
    """The number that is meant, scale words multiplied out; None if it cannot be told.

    >>> amount("283,000"), amount("$1.5 million"), amount("three")
    (Fraction(283000, 1), Fraction(1500000, 1), Fraction(3, 1))
    """
    plain = text.casefold().strip()
    if plain in _WORDS:
        return Fraction(_WORDS[plain])
    found = re.search(r"\d[\d,]*(?:\.\d+)?", plain)
    if not found:
        return None
    scale = next((times for word, times in _SCALES.items() if word in plain), 1)
    return Fraction(found.group().replace(",", "").rstrip(".")) * scale


def unit(text: str) -> str:
    """What the number is a number of: `$`, `%`, or nothing."""
    if "$" in text:
        return "$"
    return "%" if "%" in text or "per" in text.casefold() else ""


def value(text: str) -> str:
    """Equal for numbers that are the same however they are written: 98 percent, 98%."""
    number = amount(text)
    return text.casefold() if number is None else f"{number}{unit(text)}"


def difference(before: str, after: str) -> str:
    """How much more or less, signed; empty where the two are not of one unit.

    >>> difference("283,000", "363,400"), difference("98 percent", "95 percent"), difference("$5", "5")
    ('+80,400', '-3 points', '')
    """
    was, now = amount(before), amount(after)
    if was is None or now is None or unit(before) != unit(after):
        return ""
    step = now - was
    size = f"{abs(step.numerator):,}" if step.denominator == 1 else f"{float(abs(step)):,.2f}".rstrip("0").rstrip(".")
    sign = "+" if step >= 0 else "-"
    return {"$": f"{sign}${size}", "%": f"{sign}{size} {'point' if size == '1' else 'points'}"}.get(
        unit(before), f"{sign}{size}"
    )
