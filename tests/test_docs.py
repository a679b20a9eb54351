"""What people and programs can use is documented; what is documented is there."""

import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from tools import kinds_page
from watcher import errors, settings
from watcher.cli import app as command_line
from watcher.model import KINDS, Flag, Outcome

# What stands behind every command is said once, above the table.
EVERYWHERE = {"--config", "--help", "--install-completion", "--show-completion"}
DOCS = Path(__file__).parent.parent / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, Any]]:
    """(words, command) of everything that can be called, `outbox retry` and its like too."""
    group = command_line.command()
    context = typer.Context(group)
    for name in group.list_commands(context):
        _, command, _ = group.resolve_command(context, [name])
        inner = getattr(command, "commands", None)
        if inner:
            yield from ((f"{name} {word}", below) for word, below in inner.items())
        else:
            yield name, command


def test_every_command_stands_in_the_contract_with_its_options() -> None:
    rows = {row.split("`")[1]: row for row in page("contract.md").splitlines() if row.startswith("| `")}
    for words, command in commands():
        row = next((row for usage, row in rows.items() if usage == words or usage.startswith(f"{words} ")), None)
        assert row, f"`watcher {words}` is not in docs/contract.md"
        options = {option for parameter in command.params for option in parameter.opts if option.startswith("-")}
        missing = {option for option in options - EVERYWHERE if f"`{option}`" not in row}
        assert not missing, f"`watcher {words}`: {sorted(missing)} are not in docs/contract.md"


def test_every_command_says_what_it_does_and_shows_how() -> None:
    assert [words for words, command in commands() if f"watcher {words}" not in (command.help or "")] == []


def test_every_error_code_stands_in_the_contract_and_no_other() -> None:
    raised = {error.code for _, error in inspect.getmembers(errors, inspect.isclass) if hasattr(error, "code")}
    assert set(re.findall(r"^\| `(E_\w+)`", page("contract.md"), re.MULTILINE)) == raised


def test_the_page_of_kinds_is_written_from_the_kinds() -> None:
    assert page("kinds.md") == kinds_page.page(), "run `make docs`"
    assert all(f"`{kind}`" in page("kinds.md") for kind in (*KINDS, *Flag))


def test_every_kind_is_said_by_something() -> None:
    modules = [path for path in (DOCS.parent / "watcher").rglob("*.py") if path.name != "kinds.py"]
    words = "".join(path.read_text(encoding="utf-8") for path in modules)
    assert [kind for kind in KINDS if f'"{kind}"' not in words] == []


def test_every_outcome_stands_in_the_glossary() -> None:
    words = set(re.findall(r"\w+", page("glossary.md")))
    assert {outcome.value for outcome in Outcome} <= words


def test_every_variable_of_the_environment_stands_in_the_contract() -> None:
    read = set(re.findall(r'environ\.get\("(\w+)"\)', inspect.getsource(settings)))
    assert len(read) >= len(dataclasses.fields(settings.Settings)) - 1
    assert {name for name in read if f"`{name}`" not in page("contract.md")} == set()


def test_every_schema_that_is_printed_stands_in_the_contract() -> None:
    printed = {
        schema
        for path in (DOCS.parent / "watcher").rglob("*.py")
        for schema in re.findall(r'"(watcher\.[a-z]+/\d+)"', path.read_text(encoding="utf-8"))
    }
    assert printed <= set(re.findall(r"watcher\.[a-z]+/\d+", page("contract.md")))


def test_decisions_are_numbered_without_a_gap_and_all_have_the_same_parts() -> None:
    decisions = sorted((DOCS / "adr").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert re.search(r"^Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE), path.name
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], path.name


def test_every_page_that_another_page_links_to_is_there() -> None:
    root = DOCS.parent
    dead = [
        f"{path.relative_to(root)}: {target}"
        for path in (*root.glob("*.md"), *DOCS.rglob("*.md"))
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_every_promise_is_listed_and_every_test_that_it_names_is_there() -> None:
    rows = [row for row in page("promises.md").splitlines() if row.startswith("| N")]
    assert [row.split("|")[1].strip() for row in rows] == [f"N{number}" for number in range(1, 43)]
    written = "".join(path.read_text(encoding="utf-8") for path in (DOCS.parent / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^(?:async )?def (test_\w+)", written, re.MULTILINE))
    assert set(re.findall(r"`(test_\w+)`", "".join(rows))) - there == set()
