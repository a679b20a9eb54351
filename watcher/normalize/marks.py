"""What a pattern finds among the names that a page gives its elements: remembered, for a site gives the same ones."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache

_LONGEST = 100
_MOST = 4_096
"""Names that are remembered for a pattern; then it begins anew."""


@dataclass(slots=True)
class _Known:
    asked: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)


def found_in(pattern: re.Pattern[str], names: AbstractSet[str]) -> set[str]:
    """Those of the names that the pattern finds something in.

    >>> sorted(found_in(re.compile("menu"), {"main-menu", "menus", "main"}))
    ['main-menu', 'menus']
    """
    known = _known(pattern)
    if new := names - known.asked:
        if len(known.asked) + len(new) > _MOST:
            known.asked, known.found, new = set(), set(), set(names)
        found = set(filter(pattern.search, new))
        short = {name for name in new if len(name) <= _LONGEST}
        known.asked |= short
        known.found |= found & short
        return (known.found & names) | found
    return known.found & names


@cache
def _known(pattern: re.Pattern[str]) -> _Known:
    return _Known()
