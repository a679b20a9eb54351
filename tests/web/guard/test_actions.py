"""It is on record who did what, and when; nobody fills the disk by being refused."""

import hashlib
import json


def lines(gate):
    """Everything on record, each with its own bytes."""
    return [(json.loads(line), line) for line in gate.acts.read_bytes().splitlines()] if gate.acts.exists() else []


def test_an_action_is_on_record_before_it_is_done_and_with_what_came_of_it(private, change):
    known = len(lines(private))
    form = f"verdict=important&mark={private.mark()}"
    assert private.posts(f"/c/{change}/review", form, **private.logged_in()).status == 303
    assert private.posts("/share", f"path=/nowhere&mark={private.mark()}", **private.logged_in()).status == 400
    told = [line for line, _ in lines(private)[known:]]
    assert [(one["by"], one["post"], one.get("status")) for one in told] == [
        ("ana", f"/c/{change}/review", None),
        ("ana", f"/c/{change}/review", 303),
        ("ana", "/share", None),
        ("ana", "/share", 400),
    ]
    assert told[0]["from"] == "127.0.0.1"
    assert told[0]["at"].startswith("2026-11")


def test_each_line_names_the_one_before(private, change):
    for _ in range(2):
        private.posts(f"/c/{change}/review", f"verdict=important&mark={private.mark()}", **private.logged_in())
    told = lines(private)
    assert [line["after"] for line, _ in told[1:]] == [hashlib.sha256(raw).hexdigest() for _, raw in told[:-1]]


def test_what_is_refused_writes_nothing(private, change):
    known = lines(private)
    for target in (f"/c/{change}/review", "/deliveries/retry", "/u/guess", "/nowhere"):
        assert private.posts(target, "verdict=important", Origin=private.origin).status in {401, 404}
    private.asks("/c/ffffffff")
    assert lines(private) == known


def test_what_cannot_be_put_on_record_is_not_done(archive, gate_to, change):
    gate = gate_to(archive, is_private=True)
    gate.acts.rename(kept := gate.acts.with_suffix(".kept"))
    gate.acts.mkdir()
    before = gate.kept()
    form = f"verdict=important&mark={gate.mark()}"
    answer = gate.posts(f"/c/{change}/review", form, **gate.logged_in())
    assert (answer.status, b"Nothing was done" in answer.body) == (503, True)
    assert gate.kept() == before
    gate.acts.rmdir()
    kept.rename(gate.acts)
    assert gate.posts(f"/c/{change}/review", form, **gate.logged_in()).status == 303
