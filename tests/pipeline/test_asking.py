"""A worker hears of watched pages only where the list that it compares leads to one of them no more."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from tests.pipeline.test_reread import Here
from watcher.model import Source
from watcher.pipeline.asking import watched

RIGHTS, FORMS = "https://www.advocates.example.org/rights", "https://www.agency.example.gov/forms"
ALL = "https://www.advocates.example.org/all"
LIST = Source("list", ALL, kind="resource-list", every=timedelta(days=1), learn_moving=False)
ENTRIES = {
    FORMS: "Forms for release: Which form is filed, where and until when.",
    "https://www.advocates.example.org/detainers": "Detainers: What they are and who signs them.",
    RIGHTS: "Know your rights: For everyone who is asked.",
}


def listing(*addresses):
    entries = "".join(
        f"<li><a href='{address}'>{title}</a>:{blurb}</li>"
        for address, (title, _, blurb) in ((one, ENTRIES[one].partition(":")) for one in addresses)
    )
    return f"<html><head><title>All</title></head><body><main><h1>All</h1><ul>{entries}</ul></main></body></html>"


def played(watch, *lists):
    """What is told of the list, and the questions that were asked about it."""

    async def play():
        pages = {"list": LIST, "forms": FORMS.replace("https://www.", "http://") + "/"}
        async with watch(pages) as watching:
            here = Here()
            watching.instance = replace(watching.instance, reader=here)
            watching.script.says[pages["forms"]] = listing()
            for said in lists:
                watching.script.says[LIST.url] = said
                await watching.next_round()
            asked = [question for question in here.asked if question.source.id == "list"]
            return [finding.kind for finding in watching.told("list")], asked

    return asyncio.run(play())


def test_the_entry_of_a_watched_page_is_told_as_delisted(watch):
    kinds, asked = played(watch, listing(*ENTRIES), listing(*list(ENTRIES)[1:]))
    assert "item.delisted" in kinds
    assert [len(question.watched) for question in asked] == [0, 0, 1]


def test_for_the_entry_of_any_other_page_one_question_is_enough(watch):
    kinds, asked = played(watch, listing(*ENTRIES), listing(*list(ENTRIES)[:2]))
    assert "item.removed" in kinds
    assert [len(question.watched) for question in asked] == [0, 0]


def test_of_two_sources_at_one_address_the_first_is_meant():
    twins = [Source("a", FORMS, "Forms"), Source("b", f"{FORMS}/", "The same"), Source("c", RIGHTS, "Rights")]
    assert list(watched(twins).values()) == [(FORMS, "Forms"), (RIGHTS, "Rights")]
