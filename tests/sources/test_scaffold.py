import json
from pathlib import Path

import pytest

from watcher import sources

ROOT = Path(__file__).parents[2]


def test_a_new_folder_is_furnished_with_files_that_load(tmp_path):
    written = sources.scaffold(tmp_path / "new", bundled=True)
    assert [path.name for path in written] == [
        "snapshots",
        "sources.schema.json",
        "sources.yaml",
        "watcher.schema.json",
        "watcher.yaml",
    ]
    assert len(sources.load(tmp_path / "new", {}).sources) == 6
    assert sources.check(tmp_path / "new", {}) == []


def test_an_empty_start_has_no_pages_and_is_right(tmp_path):
    sources.scaffold(tmp_path, bundled=False)
    assert sources.load(tmp_path, {}).sources == ()


def test_what_somebody_wrote_is_never_overwritten(tmp_path):
    (tmp_path / "sources.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "watcher.yaml").write_text("mine too", encoding="utf-8")
    written = sources.scaffold(tmp_path, bundled=True)
    assert (tmp_path / "sources.yaml").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "watcher.yaml").read_text(encoding="utf-8") == "mine too"
    assert not {"sources.yaml", "watcher.yaml"} & {path.name for path in written}


def test_schemas_are_brought_up_to_date(tmp_path):
    sources.scaffold(tmp_path, bundled=True)
    (tmp_path / "sources.schema.json").write_text("{}", encoding="utf-8")
    sources.scaffold(tmp_path, bundled=True)
    assert json.loads((tmp_path / "sources.schema.json").read_text(encoding="utf-8")) == sources.schema("sources")


def test_the_files_tell_editors_where_their_schema_is(tmp_path):
    for path in sources.scaffold(tmp_path, bundled=True):
        if path.suffix == ".yaml":
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert first == f"# yaml-language-server: $schema=./{path.stem}.schema.json"


def test_the_bundled_pages_are_the_repository_s_own():
    assert sources.reading.DEFAULTS.joinpath("sources.yaml").read_bytes() == (ROOT / "sources.yaml").read_bytes()


def keys(schema):
    """(path, key's schema, required) of every key that the schema names."""
    for name, form in (("", schema), *schema.get("$defs", {}).items()):
        for key, described in form.get("properties", {}).items():
            yield f"{name}.{key}", described, key in form.get("required", ())


@pytest.mark.parametrize("name", ["sources", "watcher"])
def test_every_key_is_explained_to_editors(name):
    schema = sources.schema(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for path, described, required in keys(schema):
        assert described.get("description"), path
        assert described.get("examples"), path
        assert required or "default" in described, path


@pytest.mark.parametrize("name", ["sources", "watcher"])
def test_no_mapping_takes_keys_that_it_does_not_know(name):
    schema = sources.schema(name)
    for form in (schema, *schema["$defs"].values()):
        assert form["additionalProperties"] is False


def test_there_are_two_schemas_and_no_more():
    with pytest.raises(KeyError):
        sources.schema("channels")
