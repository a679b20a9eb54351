"""Words on which the sense of a sentence turns: may, shall, not, yes, rescinded."""

import re
from collections import Counter

from watcher.classify.marks import marks
from watcher.text import fold

_MODAL = re.compile(
    r"\b(?:no longer|may not|may|will|shall|must|can|cannot|can't|won't|should|could|would|might|ought|"
    r"not|never|neither|nor|none|no|without|unless|except|only|required|prohibited|\w+n't)\b"
)
_MAY_MONTH = re.compile(r"\bMay(?=,? \d)")
_YES_NO = re.compile(r"^\W*(yes|no)\b", re.IGNORECASE)
_STANDING = re.compile(
    r"\b(?:no longer (?:in (?:effect|force)|applies|applicable|valid|available)|(?:not )?(?:in|into) (?:effect|force)"
    r"|rescind(?:s|ed|ing)?|rescission|terminat(?:es|ed)|revok(?:es|ed)|superseded|supersedes|replaced (?:by|with)"
    r"|enjoin(?:ed|s)?|injunction|suspend(?:s|ed)|reinstated|restored|vacated|repealed|withdrawn|discontinued"
    r"|paused|abolished|expired|stayed)\b",
    re.IGNORECASE,
)


_STATEMENT = re.compile(
    r"\b(?:polic(?:y|ies)|program|memorand(?:um|a)|memo|guidance|directive|order|rule|regulation|notice|agreement"
    r"|initiative|page|form|answer|document|fact sheet|information|publication|version|list)s?"
    r"\b[^.]{0,80}?\b(?:is|are|was|were|been|be|remains?|stays?)\b(?P<standing>[^.]{0,60})",
    re.IGNORECASE,
)


def states_standing(text: str) -> bool:
    """Whether a sentence says of a policy, program or paper that it is, or no longer is, in force."""
    return any(standing(found["standing"]) for found in _STATEMENT.finditer(fold(text)))


def modals(text: str) -> Counter[str]:
    """How often each word of permission, duty or denial occurs."""
    return Counter(_MODAL.findall(_MAY_MONTH.sub("month", fold(text)).casefold()))


def answer_word(text: str) -> str | None:
    """`yes` or `no` where an answer opens with it."""
    found = _YES_NO.match(fold(text))
    return found.group(1).casefold() if found else None


def standing(text: str) -> Counter[str]:
    """How often each word occurs that states whether a policy is in force."""
    return Counter(word.casefold() for word in _STANDING.findall(fold(text)))


def turns(before: str, after: str) -> bool:
    """Whether a number, a date, a denial, a modal verb or yes and no differ between two wordings."""
    return _values(before) != _values(after) or says_otherwise(before, after)


def says_otherwise(before: str, after: str) -> bool:
    """Whether a denial, a modal verb, a word of standing, or yes and no differ."""
    return (
        modals(before) != modals(after)
        or answer_word(before) != answer_word(after)
        or standing(before) != standing(after)
    )


def _values(text: str) -> Counter[str]:
    return Counter(mark.value for mark in marks(text) if mark.sort in ("date", "figure"))
