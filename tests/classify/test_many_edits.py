"""A page that was rewritten from end to end is explained in time that grows with its length, not with its square."""

import time

from watcher.classify import classify
from watcher.diff import align
from watcher.model import Block, Change, Document, Side, Source


def _page(count: int, said: str) -> Document:
    blocks = (
        Block("paragraph", "", f"Entry {at} of the register was {said} by clerk number {at}.") for at in range(count)
    )
    return Document("article", blocks=tuple(blocks))


def _explained(before: Document, after: Document, look):
    change = Change(Source("page", look().url), Side(look(), before, 1), Side(look(), after, 2), align(before, after))
    return classify(change)


def test_two_thousand_passages_replaced_by_others_take_seconds(looked):
    now = Document(
        "article",
        blocks=tuple(Block("paragraph", "", f"{at} geese flew over the sea in year {at * 7}") for at in range(2000)),
    )
    start = time.process_time()
    told = _explained(_page(2000, "kept"), now, looked)
    assert time.process_time() - start < 20
    assert sum(len(finding.explains) for finding in told) == 4000


def test_more_than_ten_thousand_differences_are_one_finding_that_says_how_many(looked):
    (finding,) = _explained(_page(10_001, "kept"), _page(10_001, "lost"), looked)
    assert finding.kind == "text.altered"
    assert finding.summary.startswith("10,001 passages differ, too many to be told one by one")
    assert (finding.before, finding.after) == (
        "Entry 0 of the register was kept by clerk number 0.",
        "Entry 0 of the register was lost by clerk number 0.",
    )
    assert len(finding.explains) == 10_001
