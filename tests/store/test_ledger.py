"""The ledger: one spelling, an unbroken chain, and a tail that may be torn."""

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import StoreError, StoreNewer
from watcher.model import Source
from watcher.store import open_store
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.lines import find_line

SAFE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
FORMS = st.dictionaries(
    TEXT,
    st.recursive(
        st.none() | st.booleans() | SAFE | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def lines(bench) -> list[bytes]:
    return (bench.vault / "ledger" / "00000001.jsonl").read_bytes().splitlines(keepends=True)


@given(FORMS)
def test_a_record_is_spelled_as_rfc_8785_spells_it(form):
    assert canonical(form).encode() == rfc8785.dumps(form)


@given(st.text(st.characters(categories=["Cs", "Ll", "Cc"])))
def test_a_lone_surrogate_or_a_control_character_breaks_no_line(text):
    line = canonical({"text": text})
    assert b"\n" not in line.encode()
    assert json.loads(line)["text"].encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


def test_a_record_holds_no_floats():
    with pytest.raises(TypeError, match=r"0\.5"):
        canonical({"deep": [{"in": 0.5}]})


def test_every_line_holds_the_hash_of_the_one_before(bench, store):
    bench.told(store)
    last = hashlib.sha256((bench.vault / "genesis.json").read_bytes()).hexdigest()
    for number, line in enumerate(lines(bench), 1):
        record = json.loads(line)
        assert (record["seq"], record["prev_sha256"], record["v"]) == (number, last, 1)
        assert len(record["nonce"]) == 32
        last = hashlib.sha256(line.removesuffix(b"\n")).hexdigest()
    assert [json.loads(line)["type"] for line in lines(bench)] == ["source", "snapshot", "change", "snapshot", "change"]


def test_strange_characters_of_a_page_are_kept_exactly(bench, store):
    bench.known(store)
    odd = bench.look(b"\x00\xff\n\r", 10, headers=(("x-odd", "\ud800 \x00 \u2028 \U0001f600 \u202e"),), reasons=("\n",))
    store.keep([odd])
    assert store.history.snapshot(odd.snapshot.id) == odd.snapshot
    assert store.history.payload(odd.snapshot).body == b"\x00\xff\n\r"
    assert store.verify() == []


def test_a_torn_tail_that_nobody_was_told_of_is_cut_off_and_said(bench):
    store = bench.open()
    bench.told(store)
    store.close()
    path = bench.vault / "ledger" / "00000001.jsonl"
    whole = path.read_bytes()
    begun = whole.splitlines(keepends=True)[-1].replace(b'"seq":5', b'"seq":6')
    for length in (1, 2, 50, len(begun) - 2, len(begun) - 1):
        path.write_bytes(whole + begun[:length])
        with open_store(bench.vault, bench.url, bench.clock) as again:
            assert path.read_bytes() == whole
            assert f"{length} bytes" in again.repairs[0]
            assert again.verify() == []
            assert len(again.history.changes()) == 2


def test_a_ledger_that_lost_what_was_acknowledged_is_never_written_to(bench):
    store = bench.open()
    bench.told(store)
    store.close()
    path = bench.vault / "ledger" / "00000001.jsonl"
    whole = path.read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    for lost in range(1, last + 1, 397):
        path.write_bytes(whole[:-lost])
        with pytest.raises(StoreError, match="jsonl: expected at least"):
            open_store(bench.vault, bench.url, bench.clock)
        assert path.read_bytes() == whole[:-lost]


def test_another_ledger_than_the_database_knows_is_never_written_to(bench):
    store = bench.open()
    bench.told(store)
    store.close()
    path = bench.vault / "ledger" / "00000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b"You will apply", b"You must apply"))
    with pytest.raises(StoreError, match="not the one that the database knows"):
        open_store(bench.vault, bench.url, bench.clock)


def test_damage_before_the_last_line_stops_a_rebuild_instead_of_shortening_it(bench):
    store = bench.open()
    bench.told(store)
    store.close()
    path = bench.vault / "ledger" / "00000001.jsonl"
    kept = path.read_bytes().splitlines(keepends=True)
    for file in bench.home.glob("watcher.db*"):
        file.unlink()
    damaged = b"".join([*kept[:2], b"{" + kept[2], *kept[3:]])
    path.write_bytes(damaged)
    with pytest.raises(StoreError, match="line 3"):
        open_store(bench.vault, bench.url, bench.clock)
    assert path.read_bytes() == damaged


def test_a_record_of_a_later_release_is_refused_not_guessed_at(bench):
    store = bench.open()
    store.agenda.sync([Source("a", "https://a.test/")], bench.clock.now())
    store.close()
    path = bench.vault / "ledger" / "00000001.jsonl"
    for file in bench.home.glob("watcher.db*"):
        file.unlink()
    path.write_bytes(path.read_bytes().replace(b'"v":1', b'"v":2'))
    with pytest.raises(StoreNewer):
        open_store(bench.vault, bench.url, bench.clock)


@given(
    lengths=st.lists(st.integers(0, 3000), min_size=1, max_size=40),
    first=st.integers(1, 10**6),
    data=st.data(),
)
def test_a_line_is_found_by_its_number_among_very_many(tmp_path_factory, lengths, first, data):
    path = tmp_path_factory.mktemp("ledger") / "00000001.jsonl"
    lines = [json.dumps({"seq": first + at, "said": "x" * length}).encode() for at, length in enumerate(lengths)]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    at = data.draw(st.integers(-2, len(lines) + 1))
    assert find_line(path, first + at) == (lines[at] if 0 <= at < len(lines) else None)


def test_a_damaged_line_on_the_way_is_named(tmp_path):
    path = tmp_path / "00000001.jsonl"
    path.write_bytes(b'{"seq":1}\n{"s":2}\n{"seq":3}\n')
    with pytest.raises(StoreError, match="byte 10: expected a record; `watcher verify`"):
        find_line(path, 2)
