"""Who has a bag or an exhibit needs nothing of ours to check it, and sees any byte that was altered."""

from pathlib import Path

import pytest


def is_sound(printed: str) -> bool:
    """Whether the commands ran to their end and found nothing."""
    return not any(line.startswith("BROKEN") for line in printed.splitlines()) and "Checked up to seal" in printed


def classes(folder: Path) -> list[Path]:
    """One file of each sort."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    return list({_sort(path.relative_to(folder)): path for path in files}.values())


def _sort(path: Path) -> str:
    """Its folders and its endings; at the top every file is a sort of its own."""
    return f"{path.parts[:2]}{path.suffixes[-2:]}" if len(path.parts) > 2 else str(path)


def flipped(content: bytes, at: int) -> bytes:
    """One bit of one byte the other way."""
    return bytes([*content[:at], content[at] ^ 1, *content[at + 1 :]])


def change(desk) -> str:
    """The id of the one change that was told."""
    with desk.open() as store:
        return next(told.change_id for told in store.history.changes() if told.findings)


def exports(desk, unpacked) -> list[Path]:
    """A bag of everything, one of a single source, an exhibit; each in an empty folder of its own."""
    return [
        desk.writes("export", "--bag", "-o", "whole"),
        unpacked(desk.writes("export", "--bag", "dhs", "-o", "part.zip")),
        unpacked(desk.writes("exhibit", change(desk), "-o", "one.zip")),
    ]


def test_the_commands_of_verify_txt_find_everything_sound(desk, unpacked, third_party):
    for folder in exports(desk, unpacked):
        printed = third_party(folder)
        assert is_sound(printed), printed
        assert printed.count("says local") == (1 if folder.name.startswith("exhibit") else 2)


def test_one_altered_bit_of_any_sort_of_file_is_seen(desk, unpacked, third_party):
    for folder in exports(desk, unpacked):
        for path in classes(folder):
            content = path.read_bytes()
            path.write_bytes(flipped(content, len(content) // 2))
            assert not is_sound(third_party(folder)), path
            path.write_bytes(content)
        assert is_sound(third_party(folder))


@pytest.mark.parametrize("name", ["records", "bodies", "blobs", "seals", "keys"])
def test_the_seals_alone_tell_of_an_alteration_by_who_makes_the_bag_s_lists_anew(desk, third_party, name):
    bag = desk.writes("export", "--bag", "-o", "whole")
    path = min(one for one in (bag / "data" / name).rglob("*") if one.is_file())
    path.write_bytes(flipped(path.read_bytes(), path.stat().st_size // 2))
    instructions = bag / "VERIFY.txt"
    lines = instructions.read_text().splitlines(keepends=True)
    instructions.write_text("".join(line for line in lines if "manifest-sha256" not in line))
    assert not is_sound(third_party(bag))


def test_a_seal_that_was_taken_out_is_missed(desk, third_party):
    bag = desk.writes("export", "--bag", "dhs", "-o", "part")
    for path in (bag / "data" / "seals").glob("00000002*"):
        path.unlink()
    assert "expected seal 2" in third_party(bag)


def test_a_body_that_was_withdrawn_is_told_of_and_what_leaned_on_it_still_holds(desk, third_party):
    with desk.open() as store:
        base = store.history.snapshots("dhs")[-1].body_sha256
        store.redact(base, "a court ordered it", "counsel")
    for bag in (desk.writes("export", "--bag", "-o", "whole"), desk.writes("export", "--bag", "dhs", "-o", "part")):
        printed = third_party(bag)
        assert is_sound(printed), printed
        assert base in (bag / "VERIFY.txt").read_text()
        assert not list((bag / "data").rglob(f"{base}.*"))
    gone = min((bag.parent / "whole" / "data" / "blobs").rglob("*.zst"))
    gone.unlink()
    assert f"{gone.name} is missing" in third_party(bag.parent / "whole")
