"""How the entries of `sources:` are read: one at a time, so that only what is made of them takes up room."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from watcher.sources.complaints import complaints
from watcher.sources.literals import Spot, cover_secrets, literal_secrets, scalars, stray_references
from watcher.sources.marked import Page, Way
from watcher.sources.nodes import Node
from watcher.sources.ordinary import ordinary
from watcher.sources.plain import plain
from watcher.sources.problem import Problem
from watcher.sources.roll import Roll
from watcher.sources.source_forms import DefaultsForm, NamedForm, SourceForm, SourcesForm
from watcher.sources.strictness import Strictness, is_useless

_MOST_SORTS = 1000
"""So many sorts of entry are remembered, each by what it says beside its names."""

Made = TypeVar("Made")


@dataclass(frozen=True)
class Making(Generic[Made]):
    """What is made of an entry."""

    of: Callable[[SourceForm, DefaultsForm], Made]
    """Of one that is right, and of what holds where it is silent."""
    named: Callable[[Made, NamedForm], Made]
    """The same for one that differs in its names only."""


NOTHING: Making[None] = Making(lambda form, defaults: None, lambda made, form: None)
"""For those who only want to know what is wrong."""


class Entries(Generic[Made]):
    """The entries up to now: what was made of them, what is wrong with them."""

    def __init__(self, page: Page, making: Making[Made], no_browser: str, defaults: DefaultsForm | None = None) -> None:
        self.page = page
        self.made: list[Made] = []
        self.problems: list[Problem] = []
        self.roll = Roll()
        self.is_useless = False
        """Whether the whole page is, because of one of them."""
        self.strictness = Strictness(page)
        self.defaults = defaults
        """What holds where entries are silent; what stands before them, unless it was given."""
        self._making = making
        self._no_browser = no_browser
        self._sorts: dict[str, Made] = {}

    def take(self, at: int, entry: Node, *, repeats: bool) -> None:
        """Take up the next entry; whether something in it `repeats` by an alias what stands elsewhere."""
        if at == 0:
            self._begin()
        said: Any = None if repeats else ordinary(entry)
        if said is None:
            self._look_closely(("sources", at), entry)
        if not self.is_useless:
            self._take(at, entry, plain(entry) if said is None else said)

    def _take(self, at: int, entry: Node, said: Any) -> None:
        self._make(at, said)
        self.roll.note(at, said, entry)
        if self._no_browser and isinstance(said, dict) and said.get("render") == "browser":
            told = f"cannot be kept here. {self._no_browser}"
            self.problems.append(self.page.on_value(("sources", at, "render"), "WC028", told, "warn"))

    def _begin(self) -> None:
        """Begin with a list; a second one is a mistake, and counts instead of the first."""
        self.made.clear()
        self.roll = Roll()
        if self.defaults is None:
            self.defaults = _defaults_in(self.page, self.strictness)

    def _look_closely(self, way: Way, entry: Node) -> None:
        spots = list(scalars(entry, way))
        cover_secrets(self.page, spots)
        if self.is_useless:
            return
        mistakes = self.strictness.mistakes(entry, way, inside=(self.page.root, self.page.walk(way[:1]).value))
        self.is_useless = is_useless(mistakes)
        self.problems += mistakes if self.is_useless else [*mistakes, *secrets(self.page, spots)]

    def _make(self, at: int, said: Any) -> None:
        """Make what becomes of the entry; it costs little where only its names are new."""
        names, sort = _parted(said)
        if sort in self._sorts and (named := _named(names)):
            self.made.append(self._making.named(self._sorts[sort], named))
            return
        try:
            form = SourceForm.model_validate(said)
        except ValidationError as error:
            self.problems += complaints(error, self.page, SourcesForm, ("sources", at))
            return
        if len(self._sorts) == _MOST_SORTS:
            self._sorts.clear()
        assert self.defaults
        self._sorts[sort] = self._making.of(form, self.defaults)
        self.made.append(self._making.named(self._sorts[sort], form))


def secrets(page: Page, spots: Iterable[Spot]) -> Iterator[Problem]:
    """Secrets or references to them, in a file that may be public."""
    yield from literal_secrets(page, spots, "Addresses with passwords are not watched")
    yield from stray_references(page, spots)


def _defaults_in(page: Page, strictness: Strictness) -> DefaultsForm:
    """The defaults in what was read of the page, where they are right; what is wrong with them is told at the end."""
    step = page.walk(("defaults",))
    if step.key is None or is_useless(strictness.mistakes(step.value, ("defaults",), inside=(page.root,))):
        return DefaultsForm()
    try:
        return DefaultsForm.model_validate(plain(step.value))
    except ValidationError:
        return DefaultsForm()


def _named(names: dict[str, Any]) -> NamedForm | None:
    """The names, where they are right; what is wrong is told of the whole entry, in its own words."""
    try:
        return NamedForm.model_validate(names)
    except ValidationError:
        return None


def _parted(said: Any) -> tuple[dict[str, Any], str]:
    """The names of an entry; all else that it says, in one word."""
    if not isinstance(said, dict):
        return {}, ""
    rest = dict(said)
    names = {key: rest.pop(key, None) for key in ("id", "url", "name")}
    return names, repr(rest)
