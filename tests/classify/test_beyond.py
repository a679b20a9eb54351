"""At the end of a list that goes on, an entry may come and go without being added or removed."""

import pytest


def entries(*names: str) -> str:
    return "\n".join(
        f"* [{name}](https://dhs.example/{name}): A few words on {name} and on nothing else." for name in names
    )


@pytest.fixture
def goes_on(read):
    """A list whose further pages nobody read."""
    return lambda *names: read(entries(*names), "listing", goes_on=True)


@pytest.fixture
def ends(read):
    """A list that was read to its end."""
    return lambda *names: read(entries(*names), "listing")


def test_an_entry_that_a_new_one_pushes_off_the_end_is_not_removed(goes_on, tell, form):
    sides = goes_on("alpha", "bravo", "charlie"), goes_on("zulu", "alpha", "bravo")
    assert list(tell(*sides)) == ["item.added"]
    assert "charlie" in form(*sides)["order.changed"].summary


def test_all_at_once_may_be_pushed_off(goes_on, tell):
    told = tell(goes_on("alpha", "bravo"), goes_on("yankee", "zulu"))
    assert list(told) == ["item.added"]


def test_at_the_end_of_a_list_that_was_read_to_its_end_it_is_removed(ends, goes_on, tell):
    assert set(tell(ends("alpha", "bravo"), ends("zulu", "alpha"))) == {"item.added", "item.removed"}
    assert set(tell(goes_on("alpha", "bravo"), ends("zulu", "alpha"))) == {"item.added", "item.removed"}


def test_an_entry_that_goes_from_the_midst_is_removed_and_what_comes_up_is_not_new(goes_on, tell, form):
    sides = goes_on("alpha", "bravo", "charlie"), goes_on("alpha", "charlie", "delta")
    told = tell(*sides)
    assert list(told) == ["item.removed"]
    assert told["item.removed"].key == "bravo"
    assert "delta" in form(*sides)["order.changed"].summary


def test_an_entry_that_goes_from_the_very_end_is_removed_when_another_takes_its_place(goes_on, tell):
    told = tell(goes_on("alpha", "bravo", "charlie"), goes_on("alpha", "bravo", "delta"))
    assert told["item.removed"].key == "charlie"


def test_a_list_read_further_than_before_has_no_new_entries(goes_on, ends, tell):
    assert tell(goes_on("alpha", "bravo"), ends("alpha", "bravo", "charlie", "delta")) == {}
    assert tell(ends("alpha", "bravo", "charlie", "delta"), goes_on("alpha", "bravo")) == {}
