"""An entry is added to sources.yaml; every other byte of the file stays."""

from pathlib import Path

import pytest

from watcher import sources
from watcher.errors import ConfigurationError
from watcher.sources import adding

ENTRY = {
    "id": "new",
    "name": 'Q&A: the "new" rule',
    "url": "https://b.gov/x?a=1",
    "kind": "qa",
    "tags": ["dhs", "eo: 1"],
    "expect": {"pairs": 2},
    "ignore": [{"stamp": r"Doc\. No\. 1 \(it's old\)"}],
}
BLOCK = r"""- id: new
  name: 'Q&A: the "new" rule'
  url: https://b.gov/x?a=1
  kind: qa
  tags: [dhs, "eo: 1"]
  expect: {pairs: 2}
  ignore:
    - stamp: 'Doc\. No\. 1 \(it''s old\)'
"""
BRACES = (
    """{id: new, name: 'Q&A: the "new" rule', url: https://b.gov/x?a=1, kind: qa, tags: [dhs, "eo: 1"], """
    r"""expect: {pairs: 2}, ignore: [{stamp: 'Doc\. No\. 1 \(it''s old\)'}]}"""
)


def indented(by: int) -> str:
    return "".join(f"{' ' * by}{line}" for line in BLOCK.splitlines(keepends=True))


STYLES = {
    "no sources yet": ("sources: []\n", f"sources:\n{indented(2)}"),
    "no sources yet, with a remark": ("sources: []  # none\n", f"sources:  # none\n{indented(2)}"),
    "dashes at the left": ("sources:\n- url: https://a.gov/1\n", f"sources:\n- url: https://a.gov/1\n{BLOCK}"),
    "no line break at the end": ("sources:\n- url: https://a.gov/1", f"sources:\n- url: https://a.gov/1\n{BLOCK}"),
    "a dash in a line of its own": (
        "sources:\n  -\n    url: https://a.gov/1\nversion: 1\n",
        f"sources:\n  -\n    url: https://a.gov/1\n{indented(2)}version: 1\n",
    ),
    "blank lines and remarks": (
        "sources:\n  - url: https://a.gov/1\n\n  # two\n  - url: https://a.gov/2 # c\n    # d\n\n# e\n",
        f"sources:\n  - url: https://a.gov/1\n\n  # two\n  - url: https://a.gov/2 # c\n    # d\n\n{indented(2)}\n# e\n",
    ),
    "keys behind the list": (
        "sources:\n    - url: https://a.gov/1\n      tags: [x]\ndefaults: {every:   1h}\n",
        f"sources:\n    - url: https://a.gov/1\n      tags: [x]\n{indented(4)}defaults: {{every:   1h}}\n",
    ),
    "entries in braces": (
        "sources:\n  - {id: a, url: https://a.gov/1}\n",
        f"sources:\n  - {{id: a, url: https://a.gov/1}}\n  - {BRACES}\n",
    ),
    "a list in brackets": (
        "sources: [{url: https://a.gov/1}]  # c\n",
        f"sources: [{{url: https://a.gov/1}}, {BRACES}]  # c\n",
    ),
    "brackets over several lines": (
        "sources: [\n  {url: https://a.gov/1},\n]\n",
        f"sources: [\n  {{url: https://a.gov/1}},\n  {BRACES},\n]\n",
    ),
    "all in braces": ("{sources: [], version: 1}\n", f"{{sources: [{BRACES}], version: 1}}\n"),
    "a remark between the brackets": ("sources: [\n  # none\n]\n", f"sources: [{BRACES}\n  # none\n]\n"),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_entry_is_written_in_the_file_s_own_style(files, style: str) -> None:
    before, after = STYLES[style]
    folder = files(before)
    adding.add(folder, ENTRY)
    assert (folder / "sources.yaml").read_text("utf-8") == after
    assert sources.check(folder, {}) == []


def test_line_breaks_of_windows_and_a_byte_order_mark_stay(files) -> None:
    folder = files(b"\xef\xbb\xbfsources:\r\n  - url: https://a.gov/1\r\n")
    adding.add(folder, ENTRY)
    expected = "sources:\r\n  - url: https://a.gov/1\r\n" + indented(2).replace("\n", "\r\n")
    assert (folder / "sources.yaml").read_bytes() == b"\xef\xbb\xbf" + expected.encode()


def test_a_text_over_several_lines_at_the_end_is_not_cut(files) -> None:
    folder = files("sources:\n  - url: https://a.gov/1\n    name: >-\n      One\n      two\n\nversion: 1\n")
    adding.add(folder, ENTRY)
    first, second = sources.outline(folder, {}).sources
    assert (first.name, second.id) == ("One two", "new")


def test_the_bundled_file_stays_as_it_is_above_the_entry(tmp_path: Path) -> None:
    sources.scaffold(tmp_path, bundled=True)
    path = tmp_path / "sources.yaml"
    before = path.read_text("utf-8")
    addition = adding.add(tmp_path, ENTRY)
    assert path.read_text("utf-8") == before + "\n" + indented(2)
    assert path.read_text("utf-8").splitlines()[addition.line - 1] == "  - id: new"


def test_the_line_that_is_told_is_that_of_the_entry(files) -> None:
    for before, _ in STYLES.values():
        folder = files(before)
        addition = adding.prepare(folder, ENTRY)
        assert "id: new" in addition.text.splitlines()[addition.line - 1]


def test_a_file_with_mistakes_is_not_touched(files) -> None:
    folder = files("sources:\n  - urk: https://a.gov/1\n")
    with pytest.raises(ConfigurationError, match="urk"):
        adding.add(folder, ENTRY)
    assert (folder / "sources.yaml").read_text() == "sources:\n  - urk: https://a.gov/1\n"


def test_an_entry_with_mistakes_is_not_written(files) -> None:
    folder = files()
    before = (folder / "sources.yaml").read_text()
    with pytest.raises(ConfigurationError, match="every"):
        adding.add(folder, ENTRY | {"every": "often"})
    with pytest.raises(ConfigurationError, match="already the id"):
        adding.add(folder, ENTRY | {"id": "a"})
    assert (folder / "sources.yaml").read_text() == before
    assert [path.name for path in folder.iterdir()] == ["sources.yaml"]


def test_permissions_stay_and_a_link_to_the_file_stays_a_link(files, tmp_path: Path) -> None:
    folder = files()
    real = tmp_path / "real.yaml"
    (folder / "sources.yaml").rename(real)
    real.chmod(0o640)
    (folder / "sources.yaml").symlink_to(real)
    adding.add(folder, ENTRY)
    assert (folder / "sources.yaml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "id: new" in real.read_text()


@pytest.mark.parametrize(
    "name", ["no", "1.5", "a: b", "a #b", "it's", 'say "x"', "- x", "é – ü", "*a", "true", "{x", "a,b"]
)
def test_a_name_is_read_back_as_it_was(files, name: str) -> None:
    for before in (STYLES["no sources yet"][0], STYLES["all in braces"][0]):
        folder = files(before)
        adding.add(folder, {"url": "https://b.gov/x", "name": name})
        assert [source.name for source in sources.outline(folder, {}).sources] == [name]
