"""Dates as people write them, in running text or in tables."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_ELSEWHERE = {
    name: number
    for number, names in enumerate(
        (
            "enero janvier", "febrero février", "marzo mars", "abril avril", "mayo mai", "junio juin", "julio juillet",
            "agosto août", "septiembre setiembre septembre", "octubre octobre", "noviembre novembre",
            "diciembre décembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""The months of Spanish and French pages."""
_DAY_ELSEWHERE = (
    rf"(?P<day>\d{{1,2}})(?:º|er)?\ (?:de\ )?(?P<month>(?i:{'|'.join(_ELSEWHERE)}))"
    r"(?:,?(?:\ del?)?\ (?P<year>(?:19|20)\d\d))?"
)
_TIME = r"(?:,? (?:at )?\d{1,2}:\d{2}(?: ?[ap]\.?m\b\.?)?(?: (?:[ECMP][SD]T|UTC|ET)\b)?)?"
DATE = re.compile(
    rf"""(?=[\dJFMASOND])(?<![\w/.$-])(?:
        {_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?(?:,?\ (?:19|20)\d\d)?(?![\d,]\d){_TIME.replace(" ", chr(92) + " ")}
      | \d{{1,2}}\ {_MONTH},?\ (?:19|20)\d\d
      | {_MONTH},?\ (?:19|20)\d\d
      | {_DAY_ELSEWHERE}
      | (?:19|20)\d\d-\d\d-\d\d(?:T[\d:.]+Z?)?
      | \d{{1,2}}/\d{{1,2}}/(?:(?:19|20)\d\d|\d\d)
      | \d{{1,2}}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:(?:19|20)\d\d|\d\d)
      | (?:19|20)\d\d(?:[-–](?:(?:19|20)\d\d|\d\d))?
    )(?![\w%]|[,.]\d)""",
    re.VERBOSE,
)
"""A bare year is a date too: "in fiscal year 2013"."""

_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{2,4})$")
_ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)")
_STAMP = re.compile(r"^(\d{1,2})([A-Z]{3})(\d{2,4})$")
_MONTH_FIRST = re.compile(r"^([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_FOREIGN = re.compile(rf"^{_DAY_ELSEWHERE}$", re.VERBOSE)
_DAY_FIRST = re.compile(r"^(\d{1,2}) ([A-Za-z]+)\.?,? (\d{4})$")


def value(text: str) -> str:
    """The day as YYYY-MM-DD however it is written; anything else as it stands, lower-cased.

    >>> value("Jan. 22, 2013"), value("22 de enero de 2013"), value("22JAN13"), value("May 2014")
    ('2013-01-22', '2013-01-22', '2013-01-22', 'may 2014')
    """
    day = _day(text.strip())
    return day.isoformat() if day else text.casefold()


def _day(text: str) -> date | None:
    if found := _ISO.match(text):
        return None if len(text) > 10 else _date(*found.groups())
    if found := _DAY.match(text):
        return _date(found[3], found[1], found[2])
    if found := _STAMP.match(text) or _DAY_FIRST.match(text):
        return _date(found[3], found[2], found[1])
    if (found := _FOREIGN.match(text)) and found["year"]:
        return _date(found["year"], found["month"], found["day"])
    if found := _MONTH_FIRST.match(text):
        return _date(found[3], found[1], found[2])
    return None


def _date(year: str, month: str, day: str) -> date | None:
    number = (_MONTHS | _ELSEWHERE).get(month.casefold(), 0) if month.isalpha() else int(month)
    # Two-digit years: cut-off dates of visa bulletins reach back to the eighties.
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None
