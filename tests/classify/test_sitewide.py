"""One edit on many pages of a host is told once; in the site's frame it is no news."""

import pytest

from watcher.classify import Changed, classify, outline, spread
from watcher.model import Flag

PAGE = """
^title {title}
- [Home](https://www.dhs.example/)
- [Topics](https://www.dhs.example/topics)
# {title}
{own}
Every office keeps its own list of the people it has asked.
It may decline a request of the department within two days.
- [Careers](https://www.dhs.example/careers)
- [Press](https://www.dhs.example/press)
"""
MENU = ("[Topics](https://www.dhs.example/topics)", "[Subjects](https://www.dhs.example/topics)")
RULE = ("may decline", "must not decline")


def test_an_edit_to_what_the_pages_open_with_is_one_change_of_the_template(changed):
    first, *others = _heard(changed, 3, MENU)
    assert not first.repeats
    for told in first.findings:
        assert (told.kind, told.level.word, told.flags, told.rule) == (
            "template.changed",
            "noise",
            (Flag.SITE_WIDE,),
            "template",
        )
        assert told.summary.endswith(", on 3 pages of this host")
    for other in others:
        assert set(other.repeats) == set(range(len(first.findings)))


def test_a_line_that_the_pages_close_with_may_go(changed):
    heard = _heard(changed, 4, ("- [Press](https://www.dhs.example/press)", ""))
    assert {finding.kind for one in heard for finding in one.findings} == {"template.changed"}


@pytest.mark.parametrize("edit", [MENU, RULE])
def test_two_pages_are_not_the_site(changed, edit):
    heard = _heard(changed, 2, edit)
    assert all(not one.repeats for one in heard)
    assert all(Flag.SITE_WIDE not in finding.flags for one in heard for finding in one.findings)
    assert "template.changed" not in {finding.kind for one in heard for finding in one.findings}


def test_an_edit_to_the_content_keeps_its_kind_and_is_told_once(changed):
    heard = _heard(changed, 3, RULE)
    assert [finding.kind for finding in heard[0].findings] == ["text.altered"]
    assert heard[0].findings[0].flags == (Flag.SITE_WIDE,)
    assert heard[0].findings[0].level.word == "high"
    assert [set(one.repeats) for one in heard] == [set(), {0}, {0}]


def test_a_page_that_was_edited_otherwise_as_well_tells_that_itself(changed):
    pages = _pages(changed, 3, RULE)
    pages[1] = _page(changed, 1, RULE, own=("Topic 1 has", "Topic 1 no longer has"))
    heard = spread(pages)
    own = [finding for at, finding in enumerate(heard[1].findings) if at not in heard[1].repeats]
    assert ["no longer has" in (finding.after or "") for finding in own] == [True]
    assert len(heard[1].repeats) == 1


def test_pages_of_different_hosts_have_nothing_in_common(changed):
    pages = _pages(changed, 3, MENU, hosts=("www.dhs.example", "www.ice.example", "www.uscis.example"))
    assert [one.findings for one in spread(pages)] == [page.findings for page in pages]


def test_the_same_sentence_in_paragraphs_that_differ_otherwise_is_the_same_edit(changed):
    def one(at: int) -> Changed:
        before = f"Topic {at} stands alone here. An officer may decline."
        return _of(changed, at, f"# Topic {at}\n{before}", f"# Topic {at}\n{before.replace('may', 'must not')}")

    heard = spread([one(1), one(2), one(3)])
    assert [set(one.repeats) for one in heard] == [set(), {0}, {0}]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Call 202-555-0100 now.", "Call 202-555-0199 now.", "contact.changed"),
        ("The policy is in effect.", "The policy is rescinded.", "status.changed"),
        ("There are 14 offices.", "There are 15 offices.", "figure.changed"),
        ("! Offices open at nine", "! Offices open late", "text.altered"),
    ],
)
def test_what_says_something_is_no_frame_wherever_it_stands(changed, before, after, kind):
    edit = ("- [Home]", f"{before}\n- [Home]"), ("- [Home]", f"{after}\n- [Home]")
    pages = [_of(changed, at, _text(at).replace(*edit[0]), _text(at).replace(*edit[1])) for at in range(3)]
    kinds = {finding.kind for one in spread(pages) for finding in one.findings}
    assert "template.changed" not in kinds
    assert kind in kinds


def test_three_pages_that_are_archived_on_one_day_are_told_each(changed):
    label = "^archived Archived Content: it may not reflect current policy\n"
    pages = [_of(changed, at, _text(at), label + _text(at).strip()) for at in range(3)]
    heard = spread(pages)
    assert [[finding.kind for finding in one.findings] for one in heard] == [["page.archived"]] * 3
    assert all(not one.repeats for one in heard)


def test_pages_that_are_alike_throughout_have_no_frame(changed):
    pages = [_of(changed, at, _text(7), _text(7).replace(*MENU)) for at in range(3)]
    assert "template.changed" not in {finding.kind for one in spread(pages) for finding in one.findings}


def _text(at: int, own: str = "") -> str:
    return PAGE.format(title=f"Topic {at}", own=own or f"Topic {at} has a page and a telephone of its own.")


def _heard(changed, pages, edit):
    return spread(_pages(changed, pages, edit))


def _pages(changed, pages, edit, hosts=("www.dhs.example",)):
    return [_page(changed, at, edit, host=hosts[at % len(hosts)]) for at in range(pages)]


def _page(changed, at, edit, own=("", ""), host="www.dhs.example"):
    return _of(changed, at, _text(at), _text(at).replace(*edit).replace(*own), host)


def _of(changed, at, before, after, host="www.dhs.example"):
    change = changed(before, after)
    return Changed(
        f"page-{at}",
        f"https://{host}/{at}",
        change.edits,
        classify(change),
        (outline(change.before.document), outline(change.after.document)),
    )
