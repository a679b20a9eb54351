"""Where things stand under a source: a version or a look, a pair of them; shapes that no other address has."""

from starlette.convertors import StringConvertor, register_url_convertor

from watcher.errors import NotKnown


class PointConvertor(StringConvertor):
    """`v14`, or the time stamp of a look as it stands in its id."""

    regex = r"v[1-9]\d{0,8}|\d{8}T\d{6}\.\d{3}Z"


class PairConvertor(StringConvertor):
    """Two versions with two dots between them, either of which may be named by a sign."""

    regex = r"(?:\^|v[1-9]\d{0,8})\.\.(?:\$|v[1-9]\d{0,8})?|\.\.(?:\$|v[1-9]\d{0,8})"


register_url_convertor("point", PointConvertor())
register_url_convertor("pair", PairConvertor())


def number_of(point: str) -> int | None:
    """The number of a version; None for a time stamp."""
    return int(point[1:]) if point.startswith("v") else None


def explicit(pair: str, numbers: list[int]) -> tuple[int, int]:
    """The two versions that a pair means: `^` is the one before the other, `$` the latest, nothing likewise.

    >>> explicit("v3..v5", [])
    (3, 5)
    """
    left, _, right = pair.partition("..")
    if left.startswith("v") and right.startswith("v"):
        return int(left[1:]), int(right[1:])
    if not numbers:
        raise NotKnown("no version of that source is kept")
    second = int(right[1:]) if right.startswith("v") else numbers[-1]
    first = int(left[1:]) if left.startswith("v") else max(numbers[0], second - 1)
    return first, second
