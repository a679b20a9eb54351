"""Search for words, and for what a hash is of."""

from watcher.pipeline.searching import stays


def test_words_are_found_where_they_came_and_where_they_went(desk):
    page = desk.read("/search?q=will+be+held")
    assert "1 passage in which" in page
    assert "Came:" in page
    assert "1 passage" in desk.read("/search?q=may+be+HELD&in=removed")
    assert "0 passages" in desk.read("/search?q=may+be+held&in=added")


def test_the_life_span_of_a_phrase(desk, told):
    history, source = desk.store.history, told.sources["original"]
    may, will = (stays(history, source, f"{word} be held")[0] for word in ("may", "will"))
    assert (may.first.number, may.before, may.last.number) == (1, None, 2)
    assert (will.first.number, will.before.number, will.last) == (2, 1, None)
    assert "there in the first copy" in desk.read("/search?q=may+be+held&source=original")
    assert stays(history, source, "nobody wrote this") == []


def test_a_hash_is_known_or_not(desk):
    look = desk.store.history.snapshot(desk.store.history.version("original", 1).snapshot_id)
    assert "Matches" in desk.read(f"/verify?hash=sha256:{look.body_sha256}")
    version = desk.store.history.version("original", 1)
    assert "The words of a version" in desk.read(f"/verify?hash={version.fingerprint}")
    assert "A seal" in desk.read(f"/verify?hash={desk.store.archive.seal_hash(1)}")
    record = desk.store.archive.of_snapshot(look.id)
    assert record.path in desk.read(f"/verify?hash={record.sha256}")
    assert "Not from this archive" in desk.read(f"/verify?hash={'0' * 64}")
    assert "That is no SHA-256" in desk.read("/verify?hash=abc")
