"""What a pattern finds among the names that a page gives its elements: remembered, for a site gives the same ones."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

_LONGEST = 100
_MOST = 4_096
"""Names that are remembered for a pattern; then it begins anew."""


@dataclass(slots=True)
class _Known:
    asked: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)


_known: dict[re.Pattern[str], _Known] = {}


def found_in(pattern: re.Pattern[str], names: AbstractSet[str]) -> set[str]:
    """Those of the names that the pattern finds something in.

    >>> sorted(found_in(re.compile("menu"), {"main-menu", "menus", "main"}))
    ['main-menu', 'menus']
    """
    known = _known.get(pattern)
    if known is None or len(known.asked) > _MOST:
        known = _known[pattern] = _Known()
    new = names - known.asked
    if not new:
        return known.found & names
    found = set(filter(pattern.search, new))
    short = {name for name in new if len(name) <= _LONGEST}
    known.found |= found & short
    known.asked |= short  # after what was found: another thread may ask meanwhile
    return (known.found & names) | found
