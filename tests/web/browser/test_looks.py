"""What the eye meets: the palette as it was measured, marks that stay where colours go, paper."""

import io
import re

import pypdfium2
import pytest

PALETTE = {
    "light": {
        "body": ("#1b1e22", "#ffffff"), "ins": ("#0b3d91", "#e6f0ff"), "del": ("#8b1a1a", "#fdeceb"),
        ".moved": ("#4a3b00", "#fff6d6"),
    },
    "dark": {
        "body": ("#e8e8e8", "#14171a"), "ins": ("#a8c8ff", "#10294d"), "del": ("#ffb4ab", "#4a1512"),
        ".moved": ("#f2d98a", "#3a3010"),
    },
}  # fmt: skip
MARKS = {"ins": "underline double", "del": "line-through", ".moved": "underline dotted"}
COLOURS = """selector => { const seen = getComputedStyle(document.querySelector(selector));
  return [seen.color, seen.backgroundColor].map(one => '#' + one.match(/\\d+/g).slice(0, 3)
    .map(part => Number(part).toString(16).padStart(2, '0')).join('')); }"""
DECORATION = """selector => { const seen = getComputedStyle(document.querySelector(selector));
  return seen.textDecorationLine + ' ' + seen.textDecorationStyle; }"""


@pytest.fixture
def window(opened, archive):
    """Opens a window at the archive."""
    return lambda **said: opened(archive.origin, **said)


@pytest.mark.parametrize("theme", PALETTE)
def test_the_palette_is_the_one_that_was_measured(window, theme):
    page = window(color_scheme=theme).show("/help")
    assert {name: tuple(page.evaluate(COLOURS, name)) for name in PALETTE[theme]} == PALETTE[theme]


@pytest.mark.parametrize("said", [{"forced_colors": "active"}, {"contrast": "more"}, {"color_scheme": "dark"}, {}])
def test_what_went_and_what_came_differ_in_line_whatever_the_colours(window, said):
    page = window(**said).show("/help")
    lines = {name: page.evaluate(DECORATION, name).replace(" solid", "") for name in MARKS}
    assert lines == MARKS


def marked(text: str) -> bool:
    """Whether text alone says what went and what came."""
    return re.search(r"\[deleted: may ?\] ?\[inserted: will ?\]", " ".join(text.split())) is not None


COMPARED = ("/sources/original/v1..v2?view=redline", "/sources/original/v1..v2?view=faq")


@pytest.mark.parametrize("path", [*COMPARED, "/"])
def test_what_is_copied_or_printed_says_it_in_words(window, path):
    page = window().show(path)
    page.keyboard.press("Control+a")
    assert marked(page.evaluate("getSelection().toString()"))
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf()))
    assert marked(" ".join(sheet.get_textpage().get_text_range() for sheet in printed))


def test_marks_can_be_shown_on_the_screen(window):
    view = window()
    width = "document.querySelector('ins .mk').getBoundingClientRect().width"
    assert view.show("/sources/original/v1..v2?view=redline").evaluate(width) <= 1
    assert view.show("/sources/original/v1..v2?view=redline&marks=text").evaluate(width) > 20


def test_every_insertion_and_deletion_of_every_page_is_marked_in_words(archive):
    """As somebody reads it who has neither colours nor lines: in a terminal, in Braille, aloud."""
    said = {"ins": "inserted", "del": "deleted"}
    many, unmarked = 0, []
    for path in archive.paths:
        for element, words in re.findall(r"<(ins|del)>(.*?)</\1>", archive.desk.browser.get(path).text, re.DOTALL):
            text = re.sub(r"<[^>]+>", "", words)
            many += 1
            unmarked += [] if text.startswith(f"[{said[element]}: ") and text.endswith("]") else [(path, text)]
    assert unmarked == []
    assert many > 40


def test_on_grey_paper_what_went_is_struck_and_what_came_is_underlined_twice(window):
    """The ink of the line itself: without it the same words, printed without colours, would look alike."""
    page = window(device_scale_factor=2).show("/sources/original/v1..v2?view=redline")
    page.emulate_media(media="print")
    for name, kept in (("del", "line-through"), ("ins", "underline double")):
        assert page.evaluate(DECORATION, name).replace(" solid", "") == kept
        assert page.evaluate(COLOURS, name) == ["#000000", "#ffffff"]


def test_lines_of_text_are_no_longer_than_can_be_read(window):
    page = window(viewport={"width": 1600, "height": 900}).show("/sources/original/v2")
    wide, letter = page.evaluate("""() => { const one = document.querySelector('.page p');
      return [one.getBoundingClientRect().width, parseFloat(getComputedStyle(one).fontSize) * 0.45]; }""")
    assert wide / letter < 90
