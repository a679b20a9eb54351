"""The kind of a page is found that a person would name; what is said of it is as sure as it is right."""

import pytest

from tests.eval import kinds


def test_the_kinds_of_our_own_templates_are_all_found() -> None:
    assert [page for page in kinds.own_pages() if not page.is_right] == []


def test_the_kinds_of_real_pages_are_found_but_for_a_list_without_its_links() -> None:
    pages = kinds.real_pages()
    if not pages:
        pytest.skip("the real pages are not here")
    assert [page.name for page in pages if not page.is_right] == ["seed 001"]
    assert all(page.is_right for page in pages if page.confidence >= 0.75)


def test_the_table_counts_each_page_once() -> None:
    lines = kinds.table(kinds.own_pages())
    assert lines[-1].split() == ["all", str(len(kinds.own_pages())), str(len(kinds.own_pages())), "0"]
