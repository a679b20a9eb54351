"""Light or dark: a link without a script, remembered by the browser, never a way to somebody else's site."""

import pytest


def chosen(desk, theme: str, came_from: str) -> str:
    """Where that choice leads."""
    answer = desk.browser.get(f"/appearance/{theme}", headers={"referer": came_from}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_choice_is_remembered_on_every_page_and_taken_back(desk):
    assert "data-theme" not in desk.read("/sources")
    assert chosen(desk, "dark", f"{desk.origin}/sources?after=x") == "/sources?after=x"
    for address in ("/sources", "/", "/help"):
        assert '<html lang="en" data-theme="dark">' in desk.read(address), address
    chosen(desk, "light", desk.origin)
    assert 'data-theme="light"' in desk.read("/")
    chosen(desk, "system", desk.origin)
    assert "data-theme" not in desk.read("/")


@pytest.mark.parametrize(
    "came_from",
    ["", "https://elsewhere.test/sources", "//elsewhere.test/", "javascript:alert(1)", "{origin}//elsewhere"],
)
def test_it_leads_to_no_other_site(desk, came_from):
    assert chosen(desk, "dark", came_from.format(origin=desk.origin)) == "/"


def test_there_are_no_other_themes(desk):
    assert "light, dark" in desk.refused("/appearance/plaid")
    desk.browser.cookies.set("watcher_theme", 'x" onload="alert(1)')
    assert "onload" not in desk.read("/")
