"""A bag holds what its seals name, and nothing of what was not asked for."""

import json

import bagit
import pytest


def texts(folder) -> bytes:
    """Every byte of every file."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("chosen", [(), ("dhs",), ("--since", "2026-11-21T10:20Z")])
def test_a_bag_is_valid_by_the_rules_of_bagit(desk, chosen):
    bag = desk.writes("export", "--bag", *chosen, "-o", "bag")
    assert bagit.Bag(str(bag)).validate()


def test_a_bag_of_one_source_shows_nothing_of_another_but_hashes(desk):
    bag = desk.writes("export", "--bag", "dhs", "-o", "part")
    everything = texts(bag)
    assert b"quiet.test" not in everything
    assert b"the plans" not in everything
    assert b"secret-project" not in everything
    assert b"You will apply" in everything
    assert not (bag / "data" / "ledger").exists()
    records = [json.loads(path.read_bytes()) for path in sorted((bag / "data" / "records").iterdir())]
    assert {record["type"] for record in records} == {"key", "source", "snapshot", "change", "review"}


def test_a_bag_of_everything_holds_the_ledger_as_it_is(desk):
    bag = desk.writes("export", "--bag", "-o", "whole")
    for segment in (desk.vault / "ledger").iterdir():
        assert (bag / "data" / "ledger" / segment.name).read_bytes() == segment.read_bytes()
        for line in segment.read_bytes().splitlines():
            name = f"{json.loads(line)['seq']:012}.json"
            assert (bag / "data" / "records" / name).read_bytes() == line


def test_what_a_chosen_look_rests_on_comes_along(desk):
    # The change of 10:21 leads from the look of 10:01; its body is kept against an earlier one.
    bag = desk.writes("export", "--bag", "dhs", "--since", "2026-11-21T10:20Z", "-o", "part")
    looks = [json.loads(path.read_bytes()) for path in sorted((bag / "data" / "records").iterdir())]
    times = [record["started_at"][11:16] for record in looks if record["type"] == "snapshot"]
    assert {"10:01", "10:21"} <= set(times) < {"10:01", "10:11", "10:12", "10:13", "10:21"}
    there = {path.name.partition(".")[0] for path in (bag / "data" / "bodies").iterdir()}
    leaning = (bag / "data" / "bases.txt").read_text().split()
    assert leaning
    assert set(leaning) <= there


def test_no_secret_leaves_in_an_export(desk):
    bag = desk.writes("export", "--bag", "-o", "whole")
    assert (desk.home / "watcher.key").read_bytes() not in texts(bag)
    assert b"PRIVATE" not in texts(bag)


def test_the_draft_of_a_certificate_says_in_its_first_line_what_it_is(desk):
    bag = desk.writes("export", "--bag", "dhs", "-o", "part")
    draft = (bag / "CERTIFICATE-902.md").read_text(encoding="utf-8")
    assert draft.startswith("DRAFT")
    assert "no legal advice" in draft.splitlines()[0]
    hashes = {path.name.partition(".")[0] for path in (bag / "data" / "bodies").iterdir()}
    assert all(sha256 in draft for sha256 in hashes)


def test_a_bag_made_again_has_the_same_bytes(desk):
    one, other = (desk.writes("export", "--bag", "dhs", "-o", f"{name}/bag.zip") for name in ("a", "b"))
    assert one.read_bytes() == other.read_bytes()


def test_nothing_is_written_over_and_nothing_half_done_is_left(desk):
    desk.writes("export", "--bag", "dhs", "-o", "part")
    said = desk.says("export", "--bag", "-o", str(desk.home / "part"))
    assert (said.code, "something is there already" in said.err) == (2, True)
    assert desk.says("export", "--bag", "nobody", "-o", str(desk.home / "other")).code == 2
    blob = next((desk.vault / "blobs").rglob("*.zst"))
    blob.chmod(0o640)
    blob.write_bytes(b"damaged")
    assert desk.says("export", "--bag", "-o", str(desk.home / "other")).code == 7
    assert not [path.name for path in desk.home.iterdir() if "other" in path.name]


def test_an_export_is_of_one_sort_and_says_where_to(desk):
    assert desk.says("export").code == 2
    assert desk.says("export", "--bag", "--warc", "-o", "x").code == 2
    assert desk.says("export", "--warc").code == 2
