"""The page of one change."""

import io
import zipfile
from dataclasses import replace


def change_of(desk, number: int):
    return desk.store.history.told_of(desk.store.history.version("original", number))


def test_shows_every_changed_word_and_why(desk):
    told = change_of(desk, 3)
    page = desk.read(f"/c/{told.change_id}")
    assert "When does it begin?" in page
    assert "It begins on the first of March" in page
    assert "Why it is told" in page
    assert "more changed words stand on the page" not in page
    assert f"{desk.origin}/c/{told.change_id}" in page


def test_the_exhibit_is_given_in_each_form(desk):
    told = change_of(desk, 2)
    assert "[deleted:" in desk.read(f"/c/{told.change_id}/exhibit")
    answer = desk.browser.get(f"/c/{told.change_id}/exhibit.zip")
    assert any(name.endswith("VERIFY.txt") for name in zipfile.ZipFile(io.BytesIO(answer.content)).namelist())


def test_a_later_reading_stands_beside_what_was_told(desk, told):
    first = change_of(desk, 2)
    with told.open() as store:
        store.reread([replace(first, findings=(), rules="other-rules")])
    assert "Read again later, it says something else" in desk.read(f"/c/{first.change_id}")
    assert "As read again under rules other-ru" in desk.read(f"/c/{first.change_id}?rules=latest")


def test_the_beginning_of_an_id_leads_to_all_of_it(desk):
    told = change_of(desk, 2)
    answer = desk.browser.get(f"/c/{told.change_id[:8]}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, f"/c/{told.change_id}")


def test_several_changes_are_marked_as_reviewed_at_once(desk):
    mark = desk.log_in()
    changes = [change_of(desk, number).change_id for number in (2, 3)]
    desk.post("/reviewed", mark=mark, change=changes)
    assert set(desk.store.history.verdicts(changes)) == set(changes)
    assert changes[0] not in desk.read("/")
    assert changes[0] in desk.read("/?state=reviewed")
