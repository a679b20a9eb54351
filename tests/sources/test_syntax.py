import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watcher import sources

PAGE = "sources:\n  - id: a\n    url: https://a.gov\n"

BROKEN = [
    ("a tab", "sources:\n\t- url: https://a.gov\n", 2, 1, "indent with spaces"),
    ("a quote that is not closed", f'{PAGE}    name: "x\n', 5, 1, "not closed"),
    ("a bracket that is not closed", "sources: [\n", 2, 1, "not closed"),
    ("an unquoted colon", f"{PAGE}    name: DHS: PEP\n", 4, 14, "needs? quotes"),
    ("an unquoted star", f"{PAGE}    name: *x\n", 4, 11, r"begins with '\*'"),
    ("an unquoted at sign", f"{PAGE}    name: @x\n", 4, 11, "begins with '@'"),
    ("wrong indentation", f"{PAGE}   name: x\n", 4, 4, "indentation"),
    ("two documents", f"{PAGE}---\n{PAGE}", 4, 1, "'---'"),
    ("a control character", f"{PAGE}    name: x\x07y\n", 4, 12, "control character"),
    ("an alias to itself", "sources: &x [*x]\n", 1, 10, "alias"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_what_is_no_yaml_is_shown_at_its_line(check, text, line, column, words):
    (problem,) = check(text)
    assert (problem.code, problem.line, problem.column) == ("WC002", line, column)
    assert re.search(words, problem.message)


WHOLE = [
    ("nothing", b"", "WC007"),
    ("comments only", b"# later\n", "WC007"),
    ("bytes that are no text", b"\x89PNG\r\n\x1a\n\x00\xff", "WC002"),
    ("Latin-1", "sources:\n- {url: https://a.gov, name: caf\u00e9}\n".encode("latin-1"), "WC002"),
    ("UTF-16", "sources: []\n".encode("utf-16"), "WC002"),
    ("a list", b"- url: https://a.gov\n", "WC005"),
    ("one word", b"sources\n", "WC005"),
    ("brackets without end", b"[" * 20_000, "WC002"),
]


@pytest.mark.parametrize(("content", "code"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_a_file_that_cannot_be_a_configuration_is_told_once(check, content, code):
    (problem,) = check(content)
    assert (problem.code, problem.file) == (code, "sources.yaml")


def test_aliases_of_aliases_do_not_fill_the_memory(check):
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12)
    )
    (problem,) = check(bomb)
    assert problem.code == "WC002"


@pytest.mark.skipif("WATCHER_PROOF" not in os.environ, reason="takes seconds: `make proof`")
def test_a_file_of_very_many_sources_is_no_bomb(check):
    many = "".join(f"  - {{id: page-{n}, url: 'https://www.dhs.gov/{n}', kind: article}}\n" for n in range(26_000))
    assert check(f"version: 1\nsources:\n{many}") == []


def test_a_folder_in_place_of_a_file_is_told(tmp_path):
    (tmp_path / "sources.yaml").mkdir()
    (problem,) = sources.check(tmp_path, {})
    assert problem.code == "WC001"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(check):
    assert check(("\ufeff" + PAGE.replace("\n", "\r\n")).encode()) == []
    (problem,) = check(("\ufeff" + PAGE + "    kind: x\n").replace("\n", "\r\n").encode())
    assert (problem.line, problem.column, problem.snippet) == (4, 11, "    kind: x")


def test_a_number_of_ten_thousand_digits_is_a_mistake_like_any_other(check):
    (problem,) = check(f"{PAGE}    expect: {{pairs: {'9' * 10_000}}}\n")
    assert problem.code == "WC005"


WORDS = st.sampled_from(
    [": ", "- ", "\n", "\n  ", "\t", "{", "}", "[", "]", "'", '"', "|", "&a", "*a", "!x", "?", "#", "~", "1",
     "${env:X}", "sources", "id", "url", "https://a.gov", "tags", "ignore", "defaults", "mirror_of", "channels", "type"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=60))
def test_no_text_makes_the_check_stumble(check, text):
    content = text.encode("utf-8", "surrogatepass")
    for problem in check(content, content):
        assert str(problem)
        assert problem.form()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 600), put=WORDS, cut=st.integers(0, 12))
def test_no_slip_of_the_keyboard_makes_the_check_stumble(check, at, put, cut):
    text = (sources.reading.DEFAULTS / "watcher.yaml").read_text(encoding="utf-8")
    start = text.index("version")
    at = start + at % (len(text) - start)
    check(watcher_yaml=text[:at] + put + text[at + cut :])
