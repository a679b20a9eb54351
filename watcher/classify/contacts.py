"""How people are told to get in touch: telephone, e-mail, postal address."""

import re

CONTACT = re.compile(
    r"""
        [\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}
      | (?<![\w-])(?:\+?1[-. ])?(?:\(\d{3}\)\ ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])
      | (?<![\w-])(?:1[-. ])?8(?:00|[3-8][3-8])[-. ](?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{5,12}[A-Z0-9](?![\w-])
      | (?<!\w)(?:\d{1,6}|P\.?O\.?\ Box)\ (?!Box)[^\n|;:?!]{3,80}?[ ,](?:[A-Z]{2}|D\.C\.),?\ \d{5}(?:-\d{4})?(?!\d)
    """,
    re.VERBOSE,
)


def value(text: str) -> str:
    """The letters and digits alone: `(202) 282-8010` and `202.282.8010` reach the same telephone."""
    if "@" in text:
        return text.casefold()
    return re.sub(r"\W", "", text).casefold().removeprefix("1")
