"""Whatever is altered in what is kept, `verify` names it; what is whole, it leaves in peace."""

import json
import random
import sqlite3

import pytest
import zstandard

from watcher.errors import StoreError
from watcher.model import Payload
from watcher.store import open_reader
from watcher.store.vault.vault import blob_path

FLIPS = 500


@pytest.fixture
def told(bench):
    """A store at rest, with a change told and posted."""
    store = bench.open()
    telling = bench.told(store)
    digest = bench.digest(telling.told)
    store.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    store.history.review(telling.told.change_id, "confirmed", "", "ana")
    store.reread([bench.reread(telling.told)])
    store.close()
    return bench


def faults(bench) -> list[str]:
    with open_reader(bench.vault, bench.url) as reader:
        return reader.verify()


def blob(bench):
    return min((bench.vault / "blobs").rglob("*.zst"))


def test_a_whole_store_has_no_faults(told):
    (told.vault / "README.md").write_text("what this is")
    assert faults(told) == []


def test_every_flipped_bit_of_blobs_and_ledger_is_found(told):
    files = [*sorted((told.vault / "blobs").rglob("*.zst")), told.vault / "ledger" / "00000001.jsonl"]
    chance = random.Random(7)
    for file in files:
        file.chmod(0o640)
    with open_reader(told.vault, told.url) as reader:
        for _ in range(FLIPS):
            file = chance.choice(files)
            whole = file.read_bytes()
            at, bit = chance.randrange(len(whole)), chance.randrange(8)
            file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
            assert any(str(file) in fault for fault in reader.verify()), (file, at, bit)
            file.write_bytes(whole)
    assert faults(told) == []


def test_a_truncated_ledger_is_found_at_every_length(told):
    path = told.vault / "ledger" / "00000001.jsonl"
    whole = path.read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    with open_reader(told.vault, told.url) as reader:
        for lost in range(1, last + 1):
            path.write_bytes(whole[:-lost])
            assert any(str(path) in fault for fault in reader.verify()), lost


def test_a_missing_body_is_named_with_the_look_that_brought_it(told):
    path = blob(told)
    path.unlink()
    (fault,) = faults(told)
    assert fault.startswith(f"{path}: expected the body of dhs/")


def test_a_body_and_a_file_that_no_record_names_are_found(told):
    extra = blob_path(told.vault, Payload(b"extra").sha256)
    extra.parent.mkdir(exist_ok=True)
    extra.write_bytes(zstandard.compress(b"extra"))
    stray = told.vault / "notes.txt"
    stray.write_text("mine")
    assert {fault.partition(": expected no such file")[0] for fault in faults(told)} == {str(extra), str(stray)}


def test_a_body_swapped_for_another_is_found(told):
    first, second = sorted((told.vault / "blobs").rglob("*.zst"))
    first.chmod(0o640)
    first.write_bytes(second.read_bytes())
    (fault,) = faults(told)
    assert fault.startswith(f"{first}: expected a file of SHA-256 ")


def test_a_sample_reads_only_its_part_of_the_bodies(told):
    broken = blob(told)
    broken.chmod(0o640)
    broken.write_bytes(b"nothing")
    with open_reader(told.vault, told.url) as reader:
        found = [bool(reader.verify((part, 3))) for part in (1, 2, 3)]
    assert sorted(found) == [False, False, True]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE snapshot SET record = replace(record, '200', '201')",
        "DELETE FROM snapshot WHERE seq = 4",
        "UPDATE version SET fingerprint = 'another' WHERE number = 2",
        "UPDATE version SET form = replace(form, 'FAQ', 'FAX')",
        "DELETE FROM version WHERE number = 1",
        "UPDATE change SET record = replace(record, 'will', 'shall')",
        "UPDATE finding SET severity = 0",
        "DELETE FROM finding WHERE place = 1",
        "INSERT INTO owed VALUES ('other', (SELECT max(change_id) FROM finding), 0, NULL)",
        "UPDATE owed SET digest_id = NULL",
        "UPDATE delivery SET state = 'sent'",
        "DELETE FROM delivery",
        "UPDATE digest SET record = replace(record, 'HIGH', 'LOW')",
        "UPDATE review SET record = replace(record, 'confirmed', 'doubted')",
        "UPDATE reread SET record = replace(record, 'low', 'high')",
        "DELETE FROM reread",
        "UPDATE source SET form = '{}'",
        "UPDATE source SET version = 7",
        "UPDATE source SET retired = 1",
    ],
)
def test_a_row_that_differs_from_its_record_is_found(told, statement):
    with sqlite3.connect(told.home / "watcher.db") as connection:
        connection.execute(statement)
    connection.close()
    found = faults(told)
    assert found
    assert all(fault.startswith(str(told.home / "watcher.db")) for fault in found)
    with told.open() as store:
        store.reindex()
    assert faults(told) == []


def test_history_rewritten_from_end_to_end_still_disagrees_with_the_database(told):
    path = told.vault / "ledger" / "00000001.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert any("expected 8 records, found 1" in fault for fault in faults(told))


def test_verify_disturbs_no_writer_and_is_not_disturbed_by_one(bench, store):
    bench.told(store)
    with open_reader(bench.vault, bench.url) as reader:
        for minute in range(20, 60, 5):
            store.keep([bench.look(str(minute).encode(), minute)])
            assert reader.verify() == []


def test_a_ledger_line_in_another_spelling_is_found(told):
    path = told.vault / "ledger" / "00000001.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[-1] = json.dumps(json.loads(lines[-1])).encode() + b"\n"
    path.write_bytes(b"".join(lines))
    assert any("another spelling" in fault for fault in faults(told))


def test_a_damaged_body_is_refused_when_it_is_read(told):
    path = blob(told)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[:-1])
    with open_reader(told.vault, told.url) as reader:
        look = next(look for look in reader.history.snapshots("dhs") if look.body_sha256 == path.stem)
        with pytest.raises(StoreError, match=path.stem):
            reader.history.payload(look)
