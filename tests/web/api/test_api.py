"""Programs get every noun over HTTP, in parts, nothing twice; a refusal names the way out."""

import pytest

LISTS = {
    "/sources": ("sources", "id"),
    "/snapshots": ("snapshots", "id"),
    "/changes?sev=noise": ("changes", "change"),
    "/digests": ("digests", "id"),
    "/deliveries": ("deliveries", "id"),
    "/sources/original/versions": ("versions", "version"),
}


def leafed(ask, address, noun, limit):
    """The whole list, got in parts of that size."""
    address = f"{address}{'&' if '?' in address else '?'}limit={limit}"
    while address:
        answer = ask(address)
        assert len(answer[noun]) <= limit
        yield from answer[noun]
        address = answer["next"]


def test_the_index_leads_to_every_list(ask):
    for name, address in ask("/")["links"].items():
        assert ask(address + "held" if name == "search" else address), name


@pytest.mark.parametrize("address", LISTS)
def test_a_list_got_in_parts_is_the_list_and_nothing_comes_twice(ask, address):
    noun, name = LISTS[address]
    whole = [one[name] for one in leafed(ask, address, noun, 500)]
    assert len(whole) >= 2
    assert [one[name] for one in leafed(ask, address, noun, 1)] == whole
    assert len(set(whole)) == len(whole)


def test_the_next_part_stands_in_a_header_too(ask):
    assert "link" not in ask.get("/sources").headers
    answer = ask.get("/sources?limit=1")
    assert answer.headers["link"] == f'<{answer.json()["next"]}>; rel="next"'


def test_a_change_is_told_as_its_page_tells_it(ask):
    listed = ask("/changes?source=original")["changes"]
    assert [one["to"]["version"] for one in listed] == [3, 2]
    whole = ask(f"/changes/{listed[1]['change']}")
    printed = ask.desk.browser.get(f"/c/{whole['change']}.json").json()
    assert {name: whole[name] for name in ("findings", "edits", "made_at", "rules")} == {
        name: printed[name] for name in ("findings", "edits", "made_at", "rules")
    }
    assert whole["to"]["snapshot"]["id"] == printed["to"]["snapshot"]["id"]


def test_lists_are_filtered_as_the_pages_are(ask):
    assert {"faq.answer-altered", "faq.pair-removed"} <= {one["kind"] for one in ask("/findings")["findings"]}
    altered = ask("/findings?kind=faq.answer-altered&sev=high&source=original")["findings"]
    assert [(one["kind"], one["source"]) for one in altered] == [("faq.answer-altered", "original")]
    assert ask("/findings?tag=nobody")["findings"] == []
    assert ask("/findings?since=2031-01-01T00:00:00Z")["findings"] == []
    assert [one["id"] for one in ask("/sources?tag=dhs")["sources"]] == ["original"]
    assert ask("/sources?state=gone")["sources"] == []
    assert len(ask("/sources?state=read")["sources"]) == 2
    assert [one["outcome"] for one in ask("/snapshots?outcome=blocked")["snapshots"]] == ["blocked"]
    assert [one["state"] for one in ask("/deliveries?state=dropped")["deliveries"]] == ["dropped"]


def test_a_source_a_look_a_version_and_its_words(ask):
    assert ask("/sources/original")["version"] == "v3"
    versions = ask("/sources/original/versions")["versions"]
    assert ask("/sources/original/versions/v3") == versions[0]
    look = ask(f"/snapshots/{versions[0]['snapshot']}")
    known = ask(f"/hashes/{look['body']['sha256']}")
    assert {"what": "body", "name": look["id"]} in known["known"]
    assert known["check"].startswith("Matches")
    blocks = ask("/sources/original/versions/v1/document")["blocks"]
    assert [one["key"] for one in blocks if one["kind"] == "question"]


def test_a_phrase_is_found_where_it_stands_and_where_it_came(ask):
    told = ask("/search?q=will be held")
    assert [(one["source"], one["stands"], one["stays"][0]["first"]) for one in told["pages"]] == [
        ("original", True, "v2")
    ]
    assert {(one["source"], one["in"]) for one in told["hits"]} == {("original", "added")}
    assert ask("/search?q=will be held&in=removed")["hits"] == []
    assert ask("/search?q=may be held&in=removed")["pages"][0]["stays"][0]["gone"] == "v2"


def test_a_digest_is_what_a_webhook_gets(ask):
    lines = ask("/digests")["digests"]
    assert [one["id"] for one in lines] == ["01DIGEST3", "01DIGEST2", "01DIGEST1"]
    assert lines[1]["deliveries"] == {"dropped": 1}
    assert ask("/digests/01DIGEST2")["coverage"]["checks"] == 9


def test_health_says_what_is_read_and_what_waits(ask):
    health = ask("/health")
    assert (health["sources"], health["read"], health["unseen"]) == (2, 2, [])
    assert health["deliveries"] == {"dropped": 1, "pending": 2}
    assert health["kept"]["digests"] == 3
    assert len(health["seal"]["sha256"]) == 64


def test_who_has_an_answer_is_not_sent_it_again_until_somebody_says_something_of_it(archive, ask):
    first = ask.get("/changes")
    tag, change = first.headers["etag"], first.json()["changes"][0]["change"]
    again = ask.get("/changes", **{"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    with archive.open() as store:
        store.history.review(change, "important", "ask them", "ana")
    assert ask.get("/changes", **{"if-none-match": tag}).status_code == 200
    assert [one["review"] for one in ask("/changes?state=reviewed")["changes"]] == ["important"]
    assert ask(f"/changes/{change}")["reviews"][0]["note"] == "ask them"


REFUSED = {
    "/sources/nobody": (404, "E_NOT_KNOWN"),
    "/sources/nobody/versions": (404, "E_NOT_KNOWN"),
    "/sources/original/versions/v99": (404, "E_NOT_KNOWN"),
    "/changes/ffffffff": (404, "E_NOT_KNOWN"),
    "/changes?cursor=ffffffff": (404, "E_NOT_KNOWN"),
    "/snapshots?cursor=nobody": (404, "E_NOT_KNOWN"),
    "/digests/01NOBODY": (404, "E_NOT_KNOWN"),
    "/nothing": (404, None),
    "/changes?sev=dire": (422, None),
    "/changes?kind=page.eaten": (422, None),
    "/changes?since=0001-01-01T00:00:00%2B23:00": (422, None),
    "/changes?limit=100000": (422, None),
    "/search": (422, None),
    "/hashes/beef": (422, None),
}


@pytest.mark.parametrize("address", REFUSED)
def test_a_refusal_says_what_is_the_matter(ask, address):
    status, code = REFUSED[address]
    answer = ask.get(address)
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (answer.status_code, said["status"], said["code"]) == (status, status, code)
    assert len(said["detail"]) > 10
    assert bool(said["errors"]) == (status == 422)
