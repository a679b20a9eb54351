"""How somebody wants to see a comparison: by which view, how much around a change, with form or without."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

VIEWS: Mapping[str, str] = {
    "redline": "Redline",
    "split": "Side by side",
    "faq": "Questions",
    "list": "List",
    "figures": "Figures",
    "links": "Links",
    "source": "Source",
    "original": "Versus original",
}
CONTEXTS: Mapping[str, int | None] = {"1": 1, "3": 3, "all": None}
_USUAL = {"context": "3", "noise": "show", "rules": "told"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for beside the pair itself."""

    view: str
    context: str
    noise: str
    rules: str
    ends: tuple[tuple[str, str], ...] = ()
    """The pair, where the path does not name it."""

    def but(self, **other: str) -> str:
        """The rest of an address that asks for the same but for this."""
        asked = {"view": self.view, "context": self.context, "noise": self.noise, "rules": self.rules} | other
        said = {name: value for name, value in asked.items() if value and value != _USUAL.get(name)}
        return urlencode([*self.ends, *said.items()])


def wish(asked: Mapping[str, str], ends: tuple[tuple[str, str], ...] = ()) -> Wish:
    """The wish that an address names; what it misspells counts as not said."""
    view, context = asked.get("view", ""), asked.get("context", "")
    return Wish(
        view if view in VIEWS else "",
        context if context in CONTEXTS else "3",
        "hide" if asked.get("noise") == "hide" else "show",
        "today" if asked.get("rules") == "today" else "told",
        ends,
    )
