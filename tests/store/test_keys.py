"""The key that signs: handed over under a signature, or replaced without one, and then everybody can see it."""

import json
import subprocess

from tests.store.test_seals import keep, three_seals
from watcher.store import open_reader
from watcher.store.ledger.ledger import segment_path, segments
from watcher.store.seals.seals import key_path, last_key


def key_records(bench):
    """Every record of a key, in order."""
    lines = b"".join(segment_path(bench.vault, number).read_bytes() for number in segments(bench.vault)).splitlines()
    return [one for one in map(json.loads, lines) if one["type"] == "key"]


def test_a_key_hands_over_to_the_next_under_its_signature(bench, store):
    three_seals(bench, store)
    before = last_key(bench.vault)
    seal = store.rotate_key()
    after = last_key(bench.vault)
    assert seal.number == 4
    assert after != before
    record = key_records(bench)[-1]
    assert (record["before"], record["name"]) == (before, after)
    assert store.verify() == []
    assert store.notes() == []
    (bench.home / "signature").write_bytes(bytes.fromhex(record["signature"]))
    old, new = key_path(bench.vault, before), key_path(bench.vault, after)
    said = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", old, "-rawin", "-in", new]
    assert subprocess.run([*said, "-sigfile", bench.home / "signature"], check=False).returncode == 0


def test_what_is_new_is_sealed_by_the_key_before_it_goes(bench, store):
    bench.told(store)
    store.rotate_key()
    assert [one["before"] is None for one in key_records(bench)] == [True, False]
    assert store.sealed == 2
    assert store.verify() == []


def test_the_new_key_signs_from_then_on_also_after_a_restart(bench, store):
    three_seals(bench, store)
    store.rotate_key()
    key = last_key(bench.vault)
    store.close()
    again = bench.open()
    keep(bench, again, b"<p>more</p>", 50)
    again.seal()
    assert last_key(bench.vault) == key
    assert again.verify() == []
    assert (bench.home / "watcher.key").stat().st_mode & 0o777 == 0o600
    assert not (bench.home / "watcher.key.next").exists()


def test_a_key_that_was_lost_is_a_note_and_no_fault(bench, store):
    three_seals(bench, store)
    store.close()
    (bench.home / "watcher.key").unlink()
    again = bench.open()
    keep(bench, again, b"<p>more</p>", 50)
    again.seal()
    assert again.verify() == []
    (note,) = again.notes()
    assert "without its signature" in note
    assert key_records(bench)[-1]["signature"] is None


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_hand_over_cut_off_at_any_step_leaves_a_whole_store(bench, store):
    three_seals(bench, store)
    store.close()
    steps = []
    counting = bench.open(fault=steps.append)
    steps.clear()
    counting.rotate_key()
    counting.close()
    for at in range(1, len(steps) + 1):
        left = [at]

        def fault(step, left=left):
            left[0] -= 1
            if not left[0]:
                raise Killed(step)

        cut = bench.open()
        cut._writer._disk.fault = fault
        try:
            cut.rotate_key()
        except Killed:
            """As planned."""
        cut._writer._disk.fault = lambda _: None
        cut.close()
        again = bench.open()
        keep(bench, again, f"<p>{at}</p>".encode(), 60 + at)
        again.seal()
        assert again.verify() == [], at
        assert again.notes() == [], at
        again.close()


def test_verify_finds_a_signature_that_does_not_hold(bench, store):
    three_seals(bench, store)
    store.rotate_key()
    store.close()
    path = segment_path(bench.vault, 4)
    content = path.read_bytes()
    at = content.index(b'"signature":"') + len(b'"signature":"')
    path.chmod(0o640)
    path.write_bytes(content[:at] + (b"1" if content[at : at + 1] != b"1" else b"2") + content[at + 1 :])
    with open_reader(bench.vault, bench.url) as reader:
        faults = reader.verify()
    assert any("expected the signature of" in fault for fault in faults)
