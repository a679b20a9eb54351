"""What is proposed for a page, by what it says."""

from datetime import UTC, datetime

import pytest

from watcher.model import Block, Document, Link, fact
from watcher.pipeline.proposing.propose import Listed, Proposal, Wish, propose, wished
from watcher.pipeline.proposing.repeats import Repeat
from watcher.pipeline.proposing.twins import Twin

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LISTED = Listed(
    (
        {"id": "dhs-qa", "url": "https://www.dhs.gov/qa", "tags": ["dhs", "eo"]},
        {"id": "dhs-news", "url": "https://www.dhs.gov/news", "tags": ["dhs", "news", "enforcement"]},
        {"id": "aila-qa", "url": "https://www.aila.org/qa", "tags": ["aila", "eo"]},
    ),
    {"every": "6h", "tags": ["enforcement"]},
)


def proposed(document: Document, url: str = "https://www.dhs.gov/new", twin: Twin | None = None, **said) -> Proposal:
    return propose(Wish(url, **said), LISTED, document, (), twin, NOW)


def test_name_and_kind_are_the_page_s_own_and_the_id_is_made_of_the_address() -> None:
    entry = proposed(Document("article", (fact("title", "A \u202etitle"),))).entry
    assert entry == {
        "id": "dhs-gov-new",
        "name": "A title",
        "url": "https://www.dhs.gov/new",
        "kind": "article",
        "tags": ["dhs"],
    }


def test_what_was_said_wins() -> None:
    entry = proposed(Document("listing"), id="x", name="N", every="2h", tags=("t",), mirror_of="dhs-qa").entry
    assert (entry["id"], entry["name"], entry["every"], entry["tags"]) == ("x", "N", "2h", ["t"])
    assert entry["mirror_of"] == "dhs-qa"


@pytest.mark.parametrize(
    ("document", "every"),
    [
        (Document("feed"), "1h"),
        (Document("listing"), "3h"),
        (Document("article", (fact("archived", "Archived Content"),)), "1d"),
        (Document("qa", (fact("updated", "2017-02-21"),)), "1d"),
        (Document("qa", (fact("updated", "2026-02-21"),)), None),
        (Document("qa", (fact("updated", "last spring"),)), None),
    ],
)
def test_the_rhythm_follows_from_what_the_page_is_and_is_written_where_it_differs(document, every) -> None:
    proposal = proposed(document)
    assert proposal.entry.get("every") == every
    assert [one.proposed for one in proposal.reasons] == ([f"every: {every}"] if every else [])


def test_tags_that_name_the_host_or_that_all_its_entries_have_are_taken_over() -> None:
    assert proposed(Document("article"), "https://www.aila.org/x").entry["tags"] == ["aila"]
    assert "tags" not in proposed(Document("article"), "https://www.nilc.org/x").entry


def test_pairs_are_counted() -> None:
    blocks = [Block(kind, f"k{at}", "words") for at in range(3) for kind in ("question", "answer")]
    assert proposed(Document("qa", (), tuple(blocks))).entry["expect"] == {"pairs": 3}


def test_a_resource_list_s_links_to_agencies_are_followed_the_most_linked_first() -> None:
    hrefs = ("https://www.ice.gov/a", "https://ice.gov/b", "https://www.dhs.gov/c", "https://nilc.org/d")
    blocks = tuple(Block("item", href, "words", (), (Link(href, "words"),)) for href in hrefs)
    proposal = proposed(Document("resource-list", (), blocks))
    assert proposal.entry["links"] == {"follow": ["ice.gov", "dhs.gov"]}
    assert proposal.reasons[0].seen == "3 links lead to pages of agencies"


def test_a_stamp_is_ignored_unless_a_rule_leaves_it_out_already() -> None:
    stamps = (Repeat("AILA Doc. No. 1", 14, rule="aila-stamp"), Repeat("Page 1 of 9", 9, r"Page \d+ of 9"))
    proposal = propose(Wish("https://a.org/x"), LISTED, Document("article"), stamps, None, NOW)
    assert proposal.entry["ignore"] == [{"stamp": r"Page \d+ of 9"}]
    assert "the rule aila-stamp leaves it out already" in proposal.reasons[0].seen


def test_a_copy_of_a_watched_page_is_its_mirror_but_an_agency_s_page_is_none_of_a_copy() -> None:
    copy = proposed(Document("qa"), "https://www.nilc.org/qa", Twin("dhs-qa", 0.98))
    assert copy.entry["mirror_of"] == "dhs-qa"
    assert copy.reasons[-1].seen == "same text as dhs-qa (98%)"
    original = proposed(Document("qa"), "https://www.ice.gov/qa", Twin("aila-qa", 0.98))
    assert "mirror_of" not in original.entry
    assert "give that entry a mirror_of" in original.reasons[-1].seen


def test_a_page_that_could_not_be_read_gets_only_what_was_said() -> None:
    entry = wished(Wish("https://www.nilc.org/x", kind="qa"), LISTED).entry
    assert entry == {"id": "nilc-org-x", "url": "https://www.nilc.org/x", "kind": "qa"}
