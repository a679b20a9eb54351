"""Everything that sources.yaml says, mistakes included."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from pydantic import ValidationError

from watcher.sources.complaints import complaints
from watcher.sources.composing import Composer
from watcher.sources.entries import Entries, Made, Making, secrets
from watcher.sources.literals import cover_secrets, scalars
from watcher.sources.marked import Page
from watcher.sources.parse import page_of, parsed
from watcher.sources.plain import plain
from watcher.sources.problem import Problem
from watcher.sources.roll import tags_of
from watcher.sources.source_forms import DefaultsForm, SourcesForm
from watcher.sources.strictness import is_useless


@dataclass
class Listing(Generic[Made]):
    """What the file says, as far as it can be read."""

    problems: list[Problem]
    is_usable: bool = False
    """Whether there are entries at all, right or wrong."""
    made: list[Made] | None = None
    """What was made of the entries; None where one of them has errors, or what stands beside them has."""
    ids: list[Any] = field(default_factory=list)
    """The id of each entry."""
    tags: list[str] = field(default_factory=list)
    defaults: DefaultsForm | None = None
    """What the file says of defaults, where that is right."""
    used: DefaultsForm | None = None
    """The defaults that were known when the entries were read."""


def listing(file: str, text: str, making: Making[Made], no_browser: str = "") -> Listing[Made]:
    """What the text says; `no_browser` is why no page can be rendered on this machine, empty where it can."""
    read = _read(file, text, making, no_browser, None)
    if read.made and read.defaults != read.used:  # they stand behind the entries
        return _read(file, text, making, no_browser, read.defaults)
    return read


def _read(file: str, text: str, making: Making[Made], no_browser: str, defaults: DefaultsForm | None) -> Listing[Made]:
    def taken(composer: Composer) -> Listing[Made]:
        root = composer.opened()
        page = page_of(file, text, root)
        if isinstance(page, Problem):
            return Listing([page])
        entries = Entries(page, making, no_browser, defaults)
        repeats = 0
        for at, entry in composer.entries(page.root, "sources"):
            entries.take(at, entry, repeats=composer.repeats > repeats)
            repeats = composer.repeats
        return _all_told(page, entries)

    read = parsed(file, text, taken)
    return Listing([read]) if isinstance(read, Problem) else read


def _all_told(page: Page, entries: Entries[Made]) -> Listing[Made]:
    """What the entries say, with what stands beside them."""
    spots = list(scalars(page.root))
    cover_secrets(page, spots)
    mistakes = entries.problems if entries.is_useless else entries.strictness.mistakes(page.root)
    if is_useless(mistakes):
        return Listing(page.illustrated(each for each in mistakes if is_useless([each])))
    entries.problems += [*mistakes, *secrets(page, spots)]
    said = plain(page.root)
    if isinstance(said.get("sources"), list):
        said["sources"] = []
    form = _validated(page, said, entries.problems)
    ids = entries.roll.ids()
    entries.problems += entries.roll.mistakes(page, ids)
    return Listing(
        problems=page.illustrated(_once(entries.problems)),
        is_usable=True,
        made=entries.made if form and len(entries.made) == len(ids) else None,
        ids=ids,
        tags=sorted(entries.roll.tags.union(tags_of(said.get("defaults")))),
        defaults=form.defaults if form else None,
        used=entries.defaults,
    )


def _validated(page: Page, said: object, problems: list[Problem]) -> SourcesForm | None:
    try:
        return SourcesForm.model_validate(said)
    except ValidationError as error:
        problems += complaints(error, page, SourcesForm)
        return None


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """A secret that aliases repeat is told of once."""
    told = {(each.line, each.column, each.code): each for each in problems if each.code >= "WC040"}
    return [each for each in problems if told.get((each.line, each.column, each.code), each) is each]
