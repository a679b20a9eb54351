"""The digest as attachments of Mattermost."""

from watcher.deliver.notifiers.mattermost import payload


def test_a_small_digest_reads_so(message):
    told = payload(message.record)
    change, last = told["attachments"]
    assert told["text"].splitlines()[1] == "1 change on 1 of 6 pages: 1 critical."
    assert (change["color"], last["color"]) == ("#b3261e", "#6b7280")
    assert change["fallback"] == "1 change on 1 of 6 pages: 1 critical."
    assert change["text"].splitlines()[4:] == [
        r"> aliens who ~~may~~ **will** be told, Ž \& all.",
        "",
        "[Compare](https://watch.example.org/c/2f9c1a7b04de#f1) · [Live](https://www.aila.example/doc?a=1&b=2)",
    ]
    assert last["text"].endswith("(https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D)")
