"""Teasers that a list cuts at another place without saying anything else."""

from watcher.model import Edit
from watcher.text import fold

_DOTS = ("…", "...", "[…]", "[...]")
_LEAST_WORDS = 20
"""Of a paragraph that is a teaser; what is shorter may be a line that just has no full stop."""


def is_cut_elsewhere(edit: Edit) -> bool:
    """Whether two wordings of an entry differ only in where the teaser breaks off.

    One of them has to break off: with dots, in a word, or without a closing mark. Where the longer one
    does, it is an extract, and the shorter one may well end with a sentence.
    """
    if edit.before is None or edit.after is None:
        return False
    was, now = fold(edit.before.text), fold(edit.after.text)
    short, long = sorted((_without_dots(was), _without_dots(now)), key=len)
    if short == long:
        return True
    if len(short) < 20 or not long.startswith(short):
        return False
    had_dots = any(text.endswith(_DOTS) for text in (was, now))
    return had_dots or any(text[-1].isalnum() or text[-1] in ",;:-(" for text in (short, long))


def breaks_off_elsewhere(edit: Edit) -> bool:
    """The same of a long paragraph on a page that nobody called a listing: both wordings have to break off."""
    if edit.before is None or edit.after is None or not edit.about("paragraph"):
        return False
    both = edit.before.text, edit.after.text
    return all(_breaks_off(text) for text in both) and is_cut_elsewhere(edit)


def _breaks_off(text: str) -> bool:
    return len(text.split()) >= _LEAST_WORDS and (text.endswith(_DOTS) or text[-1].isalnum())


def _without_dots(text: str) -> str:
    for dots in sorted(_DOTS, key=len, reverse=True):
        if text.endswith(dots):
            return text.removesuffix(dots).rstrip()
    return text
