"""How people are told to get in touch: telephone, e-mail, postal address."""

import re

from watcher.text import fold

CONTACT = re.compile(
    r"""
        [\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}
      | (?<![\w-])(?:\+?1[-. ])?(?:\(\d{3}\)\ ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])
      | (?<![\w-])(?:1[-. ])?8(?:00|[3-8][3-8])[-. ](?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{5,12}[A-Z0-9](?![\w-])
      | (?<!\w)(?:\d{1,6}|P\.?O\.?\ Box)\ (?!Box)[^\n|;:?!]{3,80}?[ ,](?:[A-Z]{2}|D\.C\.),?\ \d{5}(?:-\d{4})?(?!\d)
    """,
    re.VERBOSE,
)
_BARE = re.compile(r"(?<![\w.,/$+-])(?:\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}|\+?1?[2-9]\d{2}[2-9]\d{6})(?![\w-])")
"""Numbers that are telephone numbers only where somebody says that the page gives some."""


def contacts_in(text: str) -> dict[str, str]:
    """Every contact in a text that is known to give some, by value: numbers without dashes and of other countries."""
    plain = "\n".join(map(fold, text.splitlines()))
    known = {value(found): found for found in CONTACT.findall(plain)}
    return known | {value(found): found for found in _BARE.findall(CONTACT.sub("\n", plain))}


def value(text: str) -> str:
    """The letters and digits alone: `(202) 282-8010` and `202.282.8010` reach the same telephone."""
    if "@" in text:
        return text.casefold()
    return re.sub(r"\W", "", text).casefold().removeprefix("1")
