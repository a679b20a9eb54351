"""JSON: entries by name, values by path; neither order nor white space says anything."""

import json

import pytest

from watcher.model import Source
from watcher.pipeline.saved import Comparison, Saved, compare_saved

ADDRESS = "https://api.example.org/offices"
OFFICES = {
    "generatedAt": "2026-06-01T10:00:00Z",
    "total": 2,
    "offices": [
        {"id": 7, "name": "North", "beds": 20, "open": True, "address": {"city": "Fargo"}},
        {"id": 8, "name": "South", "beds": 1.50, "open": False, "files": [{"id": 1, "label": "Plan"}]},
    ],
}


def compared(before: str, after: str) -> Comparison:
    sides = (Saved(body.encode(), ADDRESS, content_type="application/json") for body in (before, after))
    return compare_saved(*sides, Source("offices", ADDRESS))


def changed(**more: object) -> str:
    return json.dumps(OFFICES | more)


def test_objects_are_entries_by_name_and_values_are_rows_by_path(read):
    document = read(json.dumps(OFFICES), url=ADDRESS, content_type="application/json")
    told = [(block.kind, block.key, block.text) for block in document.blocks]
    assert told == [
        ("item", "offices 7", "North\naddress.city | Fargo\nbeds | 20\nid | 7\nopen | true"),
        ("item", "offices 8", "South\nbeds | 1.5\nid | 8\nopen | false"),
        ("item", "offices 8 files 1", "Plan\nid | 1"),
        ("row", "", "total | 2"),
    ]
    assert [(piece.rule, piece.text) for piece in document.stripped] == [
        ("volatile-key", "generatedAt = 2026-06-01T10:00:00Z")
    ]


def test_another_order_of_keys_and_other_white_space_are_no_change():
    backwards = {key: OFFICES[key] for key in reversed(OFFICES)}
    comparison = compared(json.dumps(OFFICES), json.dumps(backwards, indent=4))
    assert comparison.same_text
    assert comparison.findings == ()


def test_what_is_made_for_every_answer_is_noise():
    comparison = compared(changed(), changed(generatedAt="2026-07-01", requestId="f3", **{"x-nonce": "a"}))
    assert {finding.kind for finding in comparison.findings if finding.level} == {"text.added"}
    quiet = compared(changed(requestId="f2"), changed(generatedAt="2026-07-01", requestId="f3"))
    assert [finding.kind for finding in quiet.findings] == ["boilerplate.changed"]


def test_a_changed_value_is_told_by_its_path():
    (finding,) = compared(changed(), changed(total=3)).findings
    assert (finding.kind, finding.before, finding.after) == ("figure.changed", "total | 2", "total | 3")


def test_an_entry_that_is_gone_is_removed_though_others_come():
    offices = [{"id": 9, "name": "East"}, OFFICES["offices"][0]]
    told = [(finding.kind, finding.key) for finding in compared(changed(), changed(offices=offices)).findings]
    assert sorted(told) == [("item.added", "East"), ("item.removed", "Plan"), ("item.removed", "South")]


def test_markup_in_a_value_is_reduced_to_its_words_and_an_address_is_a_link(read):
    body = {"notice": "<p>Closed <b>today</b> &amp; tomorrow</p>", "form": "https://a.example/form"}
    rows = {block.text.partition(" | ")[0]: block for block in read(json.dumps(body), content_type="").blocks}
    assert rows["notice"].text == "notice | Closed today & tomorrow"
    assert [link.href for link in rows["form"].links] == ["https://a.example/form"]


def test_a_key_given_twice_loses_neither_value(read):
    assert [block.text for block in read('{"a": 1, "a": 2}', content_type="").blocks] == ["a | 1", "a | 2"]


@pytest.mark.parametrize(
    "body",
    [
        "[" * 50_000 + "1" + "]" * 50_000,
        '{"a":' * 900 + "1" + "}" * 900,
        "{" + "9" * 9_000 + "}",
        '{"n": ' + "9" * 9_000 + "}",
        json.dumps(list(range(30_000))),
        json.dumps([{"id": number, "deep": [[[["x"]]]]} for number in range(3_000)]),
        "[see the list](https://a.example/list)",
        '{"a": "\\ud800"}',
        "{}",
    ],
    ids=[
        "deep arrays",
        "deep objects",
        "no JSON",
        "long number",
        "many",
        "many entries",
        "Markdown",
        "half a letter",
        "empty",
    ],
)
def test_odd_answers_are_read_and_none_of_their_words_lost(read, body: str):
    document = read(body, content_type="application/json")
    said = " ".join(block.text for block in document.blocks)
    assert all(word in said for word in ("9" * 40, "see the list") if word in body)
