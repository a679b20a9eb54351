"""How a third party checks an export, step by step."""

from collections.abc import Sequence

from watcher.evidence.texts import filled

NAME = "VERIFY.txt"


def instructions(
    seal: tuple[int, str],
    *,
    in_a_bag: bool,
    is_whole: bool = False,
    has_stamps: bool = False,
    has_bases: bool = False,
    missing: Sequence[str] = (),
) -> bytes:
    """The commands for what is really there; `seal` is the last one, (number, hash)."""
    number, sha256 = seal
    return filled(
        NAME,
        seal=number,
        seal_sha256=sha256,
        bag=in_a_bag,
        whole=is_whole,
        stamps=has_stamps,
        bases=has_bases,
        missing=missing,
    ).encode()
