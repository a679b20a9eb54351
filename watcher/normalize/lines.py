"""What a line of text opens or closes: an entry of a list, a title, a question, a sentence."""

import re

# An "o" at the start of a line is what becomes of Word's hollow bullet.
BULLET = re.compile(r"^\s*(?:[•◦▪●‣▸►■∙\uf0b7]\s*|[*·–-]\s+|o\s+(?=[A-Z]))(?=\S)")
NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")
LABELLED = re.compile(
    r"^(?:[QA]\s*[.#-]?\s*\d*|(?:Question|Answer)\s*#?\d*|Release Date|Last [\w/ ]{3,20}|Updated|Posted|Contact|Topics|"
    r"Keywords|For Immediate Release)\s*[:.]|^For Immediate Release$|^Office of |^AI+LA Doc|"
    r"^(?:Read|Learn|View|See) More\b|^Continue Reading\b|^(?:Yes|No|Submit)$",
    re.IGNORECASE,
)
# "Introduction . . . . . 3": the number says where it stands today.
_CONTENTS = re.compile(r"\s*(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})?\s*$")
ENDS = re.compile(r"[.?!:;…][\"'”’)\]]*$")
# A line with a telephone number or an e-mail address says how to reach somebody.
_CONTACT = re.compile(r"\S@\w|\d{3}\)? ?[-.]? ?\d{3}-\d{4}|\b1-8\d\d-")
_SENTENCE_END = re.compile(r"\w{3}[.!](?:\s|$)")
_TITLE_LENGTH = 140
_TITLE_WORDS = 20
_TEASER_WORDS = 12
_QUESTION_LENGTH = 400
_LONGEST_LEADER = 400


def leader(text: str) -> str:
    """The dots that lead to a page's number at the end of a line, and that number; else nothing.

    >>> leader("Introduction . . . . . 3")
    '. . . . . 3'
    """
    found = _CONTENTS.search(text[-_LONGEST_LEADER:])
    return found[0].strip() if found else ""


def is_title(text: str) -> bool:
    """Whether it may stand above a section: short, begins large, is no sentence and no label."""
    if len(text) > _TITLE_LENGTH or len(text.split()) > _TITLE_WORDS or LABELLED.match(text):
        return False
    if _CONTACT.search(text):
        return False
    if text.endswith((".", ",", ";", ":", "!", "…")) and not text.endswith(("Etc.", "etc.")):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return (first.isupper() or first.isdigit()) and any(letter.isalpha() for letter in text)


def is_cut_sentence(text: str) -> bool:
    """Whether what stands below a title is a teaser broken off: many words, few of them in capitals."""
    long = [word for word in text.split() if len(word) > 3]
    return len(text.split()) >= _TEASER_WORDS and 2 * sum(word[0].isupper() for word in long) < len(long)


def is_long_question(text: str) -> bool:
    """Whether a paragraph does nothing but ask; where several do, they head answers."""
    if not text.endswith("?") or len(text) > _QUESTION_LENGTH or LABELLED.match(text):
        return False
    return not _SENTENCE_END.search(text) and not text[:1].islower()
