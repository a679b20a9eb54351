"""What counts as said differently."""

from dataclasses import replace

from watcher.model import Block, Edit, Finding, Flag, Op, Severity
from watcher.pipeline.rereading.otherwise import judged_alone, otherwise

FEE = Finding("figure.changed", "$30 → $45", key="fee", before="$30", after="$45", severity=Severity.HIGH)
TEXT = Finding("text.altered", "open → closed", before="open", after="closed", severity=Severity.MEDIUM)


def verdicts(then, today) -> list[tuple[str, str]]:
    return [(one.verdict, (one.then or one.today).kind) for one in otherwise(then, today)]


def test_the_same_findings_in_another_order_are_the_same():
    assert otherwise((FEE, TEXT), (TEXT, FEE)) == ()
    assert otherwise((FEE,), (replace(FEE, flags=(Flag.LOSSY,), path=("Fees",), rule="fees"),)) == ()


def test_findings_are_new_gone_or_other():
    assert verdicts((FEE,), (FEE, TEXT)) == [("new", "text.altered")]
    assert verdicts((FEE, TEXT), (FEE,)) == [("gone", "text.altered")]
    assert verdicts((FEE,), (replace(FEE, severity=Severity.LOW),)) == [("other", "figure.changed")]
    assert verdicts((FEE,), (replace(FEE, summary="the fee rose"),)) == [("other", "figure.changed")]


def test_a_finding_is_known_again_by_its_words_where_its_kind_is_another():
    [one] = otherwise((TEXT,), (replace(TEXT, kind="status.changed"),))
    assert one.then == TEXT
    assert one.today is not None
    assert one.today.kind == "status.changed"


def test_one_of_two_alike_that_is_gone_is_told_once():
    assert verdicts((TEXT, TEXT), (TEXT,)) == [("gone", "text.altered")]


def edit(words: str) -> Edit:
    return Edit(Op.ADDED, None, Block("paragraph", "", words, ()))


def test_that_a_page_was_away_and_an_edit_on_its_whole_host_stay_as_they_were_told():
    menu, own = edit("Menu"), edit("Own words")
    back = Finding("page.restored", "the page is back")
    wide = Finding("template.changed", "on 5 pages", (menu,), flags=(Flag.SITE_WIDE,), severity=Severity.NOISE)
    alone = (Finding("text.added", "Menu", (menu,)), Finding("text.added", "Own words", (own,)))
    assert judged_alone((back, wide), (menu, own), alone) == (back, wide, alone[1])


def test_an_edit_of_the_host_that_nobody_reads_any_more_is_no_longer_said():
    wide = Finding("template.changed", "on 5 pages", (edit("Menu"),), flags=(Flag.SITE_WIDE,))
    assert judged_alone((wide,), (), ()) == ()
