"""How each page of the demo looks in a given state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from watcher.demo import menus
from watcher.demo.noise import Noise
from watcher.demo.questions import PAIRS, numbered, reworded
from watcher.demo.stamps import stamped

State = Mapping[str, Any]


def _as_it_is(state: State) -> State:
    return state


def _original(state: State) -> State:
    return {"pairs": numbered(PAIRS, state.get("without", "")), **state}


def _copy(state: State) -> State:
    pairs = reworded(PAIRS, *state["modal"]) if "modal" in state else PAIRS
    lines = [line for number, question, answers in numbered(pairs) for line in _lines(number, question, answers)]
    return {"lines": stamped(lines, state.get("shift", 0)), **state}


def _lines(number: int, question: str, answers: tuple[str, ...]) -> list[str]:
    first, *rest = answers
    return [f"Q{number}: {question}", f"A{number}: {first}", *rest]


@dataclass(frozen=True, slots=True)
class Page:
    """One watched page: where it stands, its template, how it looks on the first day."""

    host: str
    path: str
    template: str
    first: State = field(default_factory=dict)
    prepare: Callable[[State], State] = _as_it_is

    def url(self, port: int) -> str:
        """Its address on the demo's site."""
        return f"http://{self.host}:{port}{self.path}"


PAGES: Mapping[str, Page] = {
    "dhs-pep-archived": Page(
        "www.dhs.test",
        "/blog/2015/07/30/priority-enforcement-program-%E2%80%93-how-dhs-focusing-deporting-felons",
        "dhs-article.html",
        {
            "menu": menus.DHS,
            "updated": "08/03/2015",
            "description": "How the Department chooses whom to look for first.",
            "topics": ("Immigration Enforcement", "Secure Communities"),
        },
    ),
    "nilc-pep-scomm": Page(
        "nilc.test",
        "/nilcimmenf_resources.html",
        "nilc-list.html",
        {
            "menu": menus.NILC,
            "nonces": False,
            "description": "Papers on local police and immigration enforcement.",
        },
    ),
    "ice-secure-comm": Page(
        "www.ice.test",
        "/secure-communities",
        "ice-program.html",
        {
            "menu": menus.ICE,
            "node": "62411",
            "modified": "2013-02-16",
            "updated": "02/16/2013",
            "description": "An exchange of fingerprints and what ICE does with it.",
            "breadcrumb": ("Enforcement",),
        },
    ),
    "dhs-topic-scomm": Page(
        "www.dhs.test",
        "/keywords/secure-communities",
        "dhs-topic.html",
        {
            "menu": menus.DHS,
            "body_class": "page-taxonomy-term",
            "breadcrumb": ("Keywords",),
            "description": "Content tagged with Secure Communities.",
            "feedback": False,
        },
    ),
    "dhs-qa-eo-13768": Page(
        "www.dhs.test",
        "/news/2017/02/21/qa-dhs-implementation-executive-order-enhancing-public-safety-interior-united-states",
        "dhs-qa.html",
        {
            "menu": menus.DHS,
            "updated": "02/21/2017",
            "breadcrumb": ("News", "Press Releases"),
            "description": "Answers on the order of January 25, 2017.",
            "topics": ("Border Security", "Immigration Enforcement"),
        },
        _original,
    ),
    "aila-qa-eo-13768": Page(
        "www.aila.test",
        "/library/dhs-qa-implementation-executive-order-13768",
        "aila-copy.html",
        {
            "menu": menus.AILA,
            "promos": ("Spring Conference: seats are left", "The new edition of the detention handbook"),
            "description": "DHS answers questions on Executive Order 13768.",
        },
        _copy,
    ),
}


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, trim_blocks=False, auto_reload=False
    )


def render(source_id: str, state: State, noise: Noise, port: int) -> bytes:
    """The page of that source in that state, with the tokens of one answer."""
    page = PAGES[source_id]
    context = {**page.prepare({**page.first, **state}), "noise": noise, "port": port, "url": page.url(port)}
    return _templates().get_template(page.template).render(context).lstrip().encode()


def render_other(template: str, noise: Noise, url: str, menu: menus.Menu = ()) -> bytes:
    """A page that nobody watches: not found, blocked."""
    return _templates().get_template(template).render(noise=noise, url=url, menu=menu).lstrip().encode()
