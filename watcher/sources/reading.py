"""Everything that the two files of a folder say, mistakes included."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from watcher.sources.build import filled
from watcher.sources.complaints import complaints
from watcher.sources.crossing import (
    mistakes_across,
    mistakes_among_sources,
    mistakes_among_subscriptions,
    mistakes_of_machine,
)
from watcher.sources.forms import Form
from watcher.sources.identity import ids
from watcher.sources.literals import (
    REFER,
    cover_private,
    cover_secrets,
    literal_secrets,
    malformed_references,
    open_pings,
    stray_references,
)
from watcher.sources.marked import Page
from watcher.sources.parse import parse, read_text
from watcher.sources.problem import Problem
from watcher.sources.references import Reveal, resolve
from watcher.sources.source_forms import SourceForm, SourcesForm
from watcher.sources.strictness import mistakes_of_form
from watcher.sources.watcher_forms import WatcherForm

DEFAULTS = Path(__file__).parent / "defaults"
"""The files that `init` writes; this watcher.yaml also serves where there is none."""

AnyForm = TypeVar("AnyForm", bound=Form)


@dataclass
class Reading:
    """The forms, each None where its file has errors, and the problems in the order of the lines."""

    folder: Path
    sources: list[SourceForm] | None = None
    watcher: WatcherForm | None = None
    problems: list[Problem] = field(default_factory=list)


def read(folder: Path, reveal: Reveal, no_browser: str = "") -> Reading:
    """Both files as far as they can be read."""
    reading = Reading(folder)
    sources = _page(folder / "sources.yaml", cover_secrets, reading.problems)
    watcher = _page(_watcher_file(folder), cover_private, reading.problems)
    if sources:
        read_sources(sources, reading)
        reading.problems += mistakes_of_machine(sources, no_browser)
    if watcher:
        _read_watcher(watcher, reveal, reading)
    if sources and watcher:
        reading.problems += mistakes_across(sources, watcher)
    reading.problems = _ordered(reading.problems)
    return reading


def _watcher_file(folder: Path) -> Path:
    own = folder / "watcher.yaml"
    return own if own.exists() or own.is_symlink() else DEFAULTS / "watcher.yaml"


def _page(path: Path, cover: Callable[[Page], None], problems: list[Problem]) -> Page | None:
    text = read_text(path)
    page = text if isinstance(text, Problem) else parse(path.name, text)
    if isinstance(page, Problem):
        problems.append(page)
        return None
    cover(page)
    mistakes = mistakes_of_form(page)
    problems += mistakes
    return None if any(mistake.code == "WC002" for mistake in mistakes) else page


def read_sources(page: Page, reading: Reading) -> None:
    """Take up what the page says, its mistakes too."""
    reading.problems += literal_secrets(page, "Addresses with passwords are not watched")
    reading.problems += stray_references(page)
    form = _validated(page, page.plain, SourcesForm, reading.problems)
    reading.problems += mistakes_among_sources(page)
    if form:
        reading.sources = filled(form, ids(page.plain["sources"]))


def _read_watcher(page: Page, reveal: Reveal, reading: Reading) -> None:
    reading.problems += literal_secrets(page, REFER)
    reading.problems += open_pings(page)
    reading.problems += malformed_references(page)
    resolved = resolve(page.plain, reveal)
    missing = [page.on_value(loc, "WC042", f"the secret cannot be had: {why}") for loc, why in resolved.missing]
    reading.watcher = _validated(page, resolved.plain, WatcherForm, reading.problems)
    reading.problems += missing
    reading.problems += mistakes_among_subscriptions(page)


def _validated(page: Page, plain: object, form: type[AnyForm], problems: list[Problem]) -> AnyForm | None:
    try:
        return form.model_validate(plain)
    except ValidationError as error:
        problems += complaints(error, page, form)
        return None


def _ordered(problems: list[Problem]) -> list[Problem]:
    """By file and line; where a secret is the trouble, nothing else is said of the same place."""
    secretive = {(each.file, each.line, each.column) for each in problems if each.code in ("WC040", "WC041", "WC042")}
    kept = [each for each in problems if each.code >= "WC040" or (each.file, each.line, each.column) not in secretive]
    return sorted(dict.fromkeys(kept), key=lambda each: (each.file, each.line, each.column, each.code))
