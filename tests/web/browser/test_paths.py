"""The way from the inbox to a review: without scripts, by the keyboard alone, by single keys."""

import re

from tests.web.conftest import TOKEN

PHRASE = "may be held"


def test_without_scripts_somebody_goes_from_the_inbox_to_a_review(window):
    page = window(java_script_enabled=False).log_in()
    page.get_by_role("link", name="Compare").last.click()
    assert page.locator("h1").inner_text().startswith("v")
    assert page.locator("del").first.is_visible()
    page.locator("h1 a").last.click()
    page.get_by_role("button", name="Verify now").click()
    assert "Matches" in page.get_by_role("alert").inner_text()
    page.get_by_role("link", name="Inbox").click()
    page.get_by_role("link", name="Exhibit").last.click()
    assert "What changed at a web page" in page.locator("h1").inner_text()
    page.go_back()
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Phrase").fill(PHRASE)
    page.get_by_role("button", name="Search").click()
    page.locator("article a").first.click()
    assert page.url.endswith("/sources/original")
    page.get_by_role("link", name=re.compile("^Answer altered")).first.click()
    page.get_by_label("Verdict").select_option("important")
    page.get_by_role("button", name="Keep this review").click()
    assert "important" in page.locator("#reviews").inner_text()
    page.get_by_role("link", name="Inbox").click()
    page.get_by_label("select this change").first.check()
    page.get_by_role("button", name="Mark selected reviewed").click()
    assert page.locator("h1").inner_text() == "Changes to review"


def tabbed(page, what: str) -> None:
    """Tab on to the link, button or field of that name, as somebody does who has no mouse, and stand on it."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(NAMED) == what:
            return
    raise AssertionError(f"Tab does not lead to {what!r} on {page.url}")


NAMED = """() => { const one = document.activeElement, label = one.labels && one.labels[0];
  return (one.getAttribute('aria-label') || (label ? label.firstChild : one).textContent).trim(); }"""


def entered(page, what: str) -> None:
    """Tab there and press Enter."""
    tabbed(page, what)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_the_keyboard_alone_somebody_goes_the_same_way(window):
    page = window().show("/login")
    tabbed(page, "Token")
    page.keyboard.type(TOKEN)
    entered(page, "Log in")
    entered(page, "Compare")
    entered(page, "v3")
    entered(page, "Verify now")
    assert "Matches" in page.get_by_role("alert").inner_text()
    entered(page, "Inbox")
    entered(page, "Exhibit")
    assert "What changed at a web page" in page.locator("h1").inner_text()
    page.go_back()
    entered(page, "Search")
    tabbed(page, "Phrase")
    page.keyboard.type(PHRASE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert PHRASE in page.locator("article").first.inner_text().lower()
    entered(page, "Inbox")
    entered(page, "Note")
    tabbed(page, "Verdict")
    page.keyboard.type("imp")
    tabbed(page, "Note")
    page.keyboard.type("Seen without a mouse.")
    entered(page, "Keep this review")
    assert "Seen without a mouse." in page.locator("#reviews").inner_text()


def test_the_skip_link_leads_past_the_bar(window):
    page = window().show("/sources")
    page.keyboard.press("Tab")
    assert page.evaluate(NAMED) == "Skip to what changed"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_single_keys_move_between_changes_and_pages(window):
    page = window().show("/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/sources")
    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.get_by_label("Phrase").press("g")
    assert page.get_by_label("Phrase").input_value() == "g"


def test_single_keys_can_be_turned_off(window):
    page = window().show("/sources")
    page.keyboard.press("?")
    page.get_by_label("single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert page.url.endswith("/sources")


def test_a_key_is_heard_at_once_after_the_list_of_keys_is_shut(window):
    page = window().show("/sources")
    page.keyboard.press("?")
    assert page.evaluate(SHUT_AND_ASKED) == 1
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


SHUT_AND_ASKED = """() => {
  const close = document.querySelector('dialog button');
  close.focus();
  close.click();
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '?', bubbles: true}));
  return document.querySelectorAll('dialog[open]').length;
}"""
