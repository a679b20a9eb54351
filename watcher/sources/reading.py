"""Everything that the two files of a folder say, mistakes included."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic

from pydantic import ValidationError

from watcher.sources.complaints import complaints
from watcher.sources.crossing import mistakes_across, mistakes_among_subscriptions
from watcher.sources.entries import Made, Making
from watcher.sources.listing import Listing, listing
from watcher.sources.literals import (
    REFER,
    cover_private,
    literal_secrets,
    malformed_references,
    open_pings,
    scalars,
)
from watcher.sources.marked import Page
from watcher.sources.parse import parse, read_text
from watcher.sources.problem import Problem
from watcher.sources.references import Reveal, resolve
from watcher.sources.strictness import Strictness, is_useless
from watcher.sources.watcher_forms import WatcherForm

DEFAULTS = Path(__file__).parent / "defaults"
"""The files that `init` writes; this watcher.yaml also serves where there is none."""


@dataclass
class Reading(Generic[Made]):
    """What was made of the files, each None where its file has errors; the problems are in the order of the lines."""

    folder: Path
    made: list[Made] | None = None
    ids: list[Any] = field(default_factory=list)
    """The id of each source."""
    watcher: WatcherForm | None = None
    problems: list[Problem] = field(default_factory=list)


def read(folder: Path, reveal: Reveal, making: Making[Made], no_browser: str = "") -> Reading[Made]:
    """Both files as far as they can be read."""
    listed = read_sources(folder, making, no_browser)
    watcher, form, problems = _read_watcher(folder, reveal)
    if listed.is_usable and watcher:
        problems += watcher.illustrated(mistakes_across(listed.ids, listed.tags, watcher))
    return Reading(folder, listed.made, listed.ids, form, ordered([*listed.problems, *problems]))


def read_sources(folder: Path, making: Making[Made], no_browser: str = "") -> Listing[Made]:
    """The file with the pages to watch, as far as it can be read."""
    path = folder / "sources.yaml"
    text = read_text(path)
    return Listing([text]) if isinstance(text, Problem) else listing(path.name, text, making, no_browser)


def read_watcher(folder: Path, reveal: Reveal) -> WatcherForm | None:
    """The other file alone; None where it has errors."""
    _, form, _ = _read_watcher(folder, reveal)
    return form


def _read_watcher(folder: Path, reveal: Reveal) -> tuple[Page | None, WatcherForm | None, list[Problem]]:
    path = _watcher_file(folder)
    text = read_text(path)
    page = text if isinstance(text, Problem) else parse(path.name, text)
    if isinstance(page, Problem):
        return None, None, [page]
    spots = list(scalars(page.root))
    cover_private(page, spots)
    problems = Strictness(page).mistakes(page.root)
    if is_useless(problems):
        return None, None, page.illustrated(problems)
    problems += literal_secrets(page, spots, REFER)
    problems += open_pings(page, spots)
    problems += malformed_references(page, spots)
    resolved = resolve(page.plain, reveal)
    missing = [page.on_value(loc, "WC042", f"the secret cannot be had: {why}") for loc, why in resolved.missing]
    form = _validated(page, resolved.plain, problems)
    problems += missing
    problems += mistakes_among_subscriptions(page)
    return page, form, page.illustrated(problems)


def _watcher_file(folder: Path) -> Path:
    own = folder / "watcher.yaml"
    return own if own.exists() or own.is_symlink() else DEFAULTS / "watcher.yaml"


def _validated(page: Page, plain: object, problems: list[Problem]) -> WatcherForm | None:
    try:
        return WatcherForm.model_validate(plain)
    except ValidationError as error:
        problems += complaints(error, page, WatcherForm)
        return None


def ordered(problems: list[Problem]) -> list[Problem]:
    """By file and line; where a secret is the trouble, nothing else is said of the same place."""
    secretive = {(each.file, each.line, each.column) for each in problems if each.code in ("WC040", "WC041", "WC042")}
    kept = [each for each in problems if each.code >= "WC040" or (each.file, each.line, each.column) not in secretive]
    return sorted(dict.fromkeys(kept), key=lambda each: (each.file, each.line, each.column, each.code))
