"""Nobody is shut out: by axe on every page, by the keyboard, on a phone, with few colours or many."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from watcher.web import pages

WIDTHS = {"desk": 1280, "phone": 320}
ALL = {"resultTypes": ["violations"], "iframes": False}
COLOURS = ALL | {"runOnly": ["color-contrast"]}
# Every rule in one theme at one width; the other theme differs in its colours alone.
LOOKS = (("light", "desk", ALL), ("dark", "phone", COLOURS))
ALL_LOOKS = tuple((theme, width, ALL) for theme in ("light", "dark") for width in WIDTHS)
NO_PAGES = re.compile(
    r"/(healthz|metrics|timemap/.*|timegate/.*|appearance/.*|.*feed\.atom|.*/(raw|text|headers|render|html|first|latest|patch)"
    r"|.*/at/\{moment\}|.*\.(zip|pdf|json|csv))"
)
"""What is no page of its own: for programs, as a file, in a frame, or leading on to a page."""


SMALL = """() => [...document.querySelectorAll(
    'button, summary, nav a, select, input:not([type=hidden]), .steps a, .tabs a, .pager a, .strip a')]
  .filter(one => one.checkVisibility({checkVisibilityCSS: true}))
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
WIDE = """() => [...document.querySelectorAll('body *')].filter(one => document.documentElement.scrollWidth > innerWidth
  && one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML.slice(0, 120))"""
OUTLINE = """() => [document.querySelectorAll('h1').length, /<Macro|Undefined|None/.test(document.body.innerText)]"""


@dataclass(frozen=True)
class Sight:
    """A page in one theme at one width."""

    where: str
    faults: list[str]
    small: list[str]
    wide: list[str]


@pytest.fixture
def reader(opened, archive):
    """The operator, in a browser that knows the rules of accessibility."""
    window = opened(archive.origin)
    window.log_in()
    window.page.context.add_init_script(AXE_SCRIPT)
    return window


def sights(page, path) -> Iterator[Sight]:
    """The page in every theme and width."""
    for theme, width, options in ALL_LOOKS if os.environ.get("WATCHER_PROOF") else LOOKS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        found = page.evaluate("options => axe.run(options)", options)["violations"]
        faults = [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}" for one in found]
        yield Sight(f"{path} {theme} {width}", faults, page.evaluate(SMALL), page.evaluate(WIDE))


@pytest.mark.parametrize("half", [0, 1], ids=["one half", "the other"])
def test_every_page_is_for_everybody_in_both_themes_wide_and_narrow(reader, archive, half):
    """Axe finds nothing of any weight; nothing is too small to be hit or too wide for a phone; one first heading."""
    seen, outlines = [], {}
    for path in archive.paths[half::2]:
        page = reader.show(path)
        outlines[path] = page.evaluate(OUTLINE)
        seen += sights(page, path)
    assert {one.where: one.faults for one in seen if one.faults} == {}
    assert {one.where: one.small for one in seen if one.small} == {}
    assert {one.where: one.wide for one in seen if one.wide} == {}
    assert {path: said for path, said in outlines.items() if said != [1, False]} == {}
    assert reader.strange == []
    assert [said for said in reader.faults if "404" not in said] == []


def test_every_page_of_the_app_is_among_those_looked_at(archive):
    rooms = [import_module(f"watcher.web.pages.{room.name}") for room in iter_modules(pages.__path__)]
    routes = [route for room in rooms for route in room.router.routes if "GET" in route.methods]
    looked_at = [path.partition("?")[0] for path in archive.paths]
    shown = [route for route in routes if not NO_PAGES.fullmatch(route.path)]
    assert len(shown) > 12
    assert [one.path for one in shown if not any(map(one.path_regex.match, looked_at))] == []


FOCUSED = """() => { const one = document.activeElement, [box] = one.getClientRects();
  if (one === document.body || !box) return null;
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {html: one.outerHTML.slice(0, 120), seen: !!there && (one.contains(there) || there.contains(one)),
          marked: getComputedStyle(one).outlineStyle !== 'none' || one.tagName === 'IFRAME'}; }"""


@pytest.mark.parametrize("path", ["/", "/sources/original", "/sources/original/v1..v3?view=redline", "/health"])
def test_what_has_the_focus_is_seen_and_shows_it(reader, path):
    page = reader.show(path)
    steps = []
    for key in ("Tab",) * 60 + ("Shift+Tab",) * 60:
        page.keyboard.press(key)
        steps.append(page.evaluate(FOCUSED))
    focused = [step for step in steps if step]
    assert [step for step in focused if not (step["seen"] and step["marked"])] == []
    assert len({step["html"] for step in focused}) > 15
