"""docs/sources.md is run: its examples load, its tables name every key and every code."""

import re
from pathlib import Path

import pytest

from watcher import sources

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n# (sources|watcher)\.yaml\n(.*?)```", PAGE, re.DOTALL)
MISTAKES = re.findall(r"```console\n\$ watcher config check\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_an_example_loads_as_it_stands(tmp_path, name, text):
    (tmp_path / "sources.yaml").write_text("sources: [{id: a, url: https://a.gov, tags: [dhs]}]\n", encoding="utf-8")
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    for secret in re.findall(r"\$\{file:(\w+)\}", text):
        (tmp_path / secret).write_text("https://example.org/secret", encoding="utf-8")
    problems = sources.check(tmp_path, {"DATABASE_URL": "postgresql+psycopg://db/watcher"})
    assert [str(problem) for problem in problems] == []


def test_there_are_examples_of_both_files():
    assert {name for name, _ in EXAMPLES} == {"sources", "watcher"}
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("name", ["sources", "watcher"])
def test_every_key_is_explained(name):
    schema = sources.schema(name)
    forms = (schema, *schema["$defs"].values())
    named = {key for form in forms for key in form["properties"]}
    assert {key for key in named if f"`{key}`" not in PAGE} == set()


def test_every_code_is_explained_and_no_other():
    package = ROOT / "watcher" / "sources"
    used = {
        code for path in package.glob("*.py") for code in re.findall(r"\bWC\d{3}\b", path.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"^\| `(WC\d{3})`", PAGE, re.MULTILINE)) == used


def test_the_mistakes_shown_are_shown_as_they_are_told(tmp_path):
    (shown,) = MISTAKES
    (broken,) = re.findall(r"```yaml\n# broken\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "sources.yaml").write_text(broken, encoding="utf-8")
    problems = sources.check(tmp_path, {})
    assert "\n".join([*map(str, problems), sources.tally(problems)]) + "\n" == shown
