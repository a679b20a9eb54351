"""Whatever is wrong with what watcher is given, it says what, where and the way out: never a traceback."""

import signal
import time

import pytest

from tests.stories.conftest import LOCAL

ONE = "sources: [{id: a, url: 'http://127.0.0.1:9/x'}]\n"


@pytest.fixture
def heeding_ctrl_c():
    """Ctrl-C as in a terminal: whoever runs in the background was started deaf to it, and so would be its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def fails(said, code: int, *words: str) -> None:
    """Ended with that code, with those words and no traceback."""
    told = said.out + said.err
    assert "Traceback" not in told, told
    assert said.code == code, told
    for word in words:
        assert word in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('sources:\n  - url: "https://x.example/\n', ["sources.yaml:3:1", "not closed"]),
        ("sources:\n\t- url: https://x.example/\n", ["sources.yaml:2:1", "tab"]),
        ("sources:\n  - {url: https://x.example, severty: 3}\n", ["sources.yaml:2:", "unknown key"]),
        ("only words\n", ["sources.yaml", "mapping"]),
        ("", ["sources.yaml", "empty"]),
        ("sources:\n  - url: \x00\n", ["sources.yaml:2:", "control character"]),
    ],
)
def test_a_file_that_is_no_configuration_is_named_with_the_place(bot, text, words):
    bot.writes(text)
    fails(bot.says("config", "check"), 2, *words)


def test_a_folder_without_files_or_with_a_folder_for_a_file_is_named(bot):
    fails(bot.says("status"), 2, "sources.yaml", "watcher init")
    (bot.home / "sources.yaml").mkdir()
    fails(bot.says("status"), 2, "sources.yaml", "Is a directory")


def test_a_list_without_sources_is_no_mistake(bot):
    bot.writes("sources: []\n")
    said = bot.says("check")
    assert said.code == 0
    assert "Add one to sources.yaml" in said.err


def test_words_that_name_nothing_are_answered_with_those_that_do(bot):
    bot.writes(ONE)
    assert bot.says("check").code == 4
    fails(bot.says("check", "b"), 2, "'b'", "watcher status")
    fails(bot.says("check", "--tag", "dhs"), 2, "'dhs'")
    fails(bot.says("chekc"), 2, "Did you mean 'check'?")
    fails(bot.says("log", "--kind", "faq.answer"), 2, "docs/kinds.md")
    fails(bot.says("show", "a@v3"), 2, "'a'", "watcher status")


def test_a_vault_or_a_database_that_cannot_be_used_is_named_with_the_way_out(bot):
    bot.writes(ONE, LOCAL + "vault: ./sources.yaml\n")
    fails(bot.says("check"), 7, "sources.yaml", "give access")
    bot.writes(ONE, LOCAL + "database: sqlite:///.\n")
    fails(bot.says("check"), 7, str(bot.home), "Give access")
    bot.writes(ONE)
    bot.says("check")
    (bot.home / "watcher.db").write_bytes(b"no database" * 999)
    fails(bot.says("log"), 7, "watcher.db", "watcher reindex")


def test_an_altered_line_of_the_ledger_is_named_and_nothing_of_it_is_believed(bot):
    bot.writes(ONE)
    bot.says("check")
    bot.says("check")
    ledger = bot.home / "snapshots" / "ledger" / "00000001.jsonl"
    ledger.write_text(ledger.read_text().replace("connect_error", "cannect_error", 1))
    fails(bot.says("verify"), 6, str(ledger), "line 3")
    fails(bot.says("reindex"), 7, str(ledger), "backup")


def test_files_that_are_no_page_are_told_as_what_they_are(bot, tmp_path):
    empty, binary = tmp_path / "empty", tmp_path / "binary"
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 99)
    fails(bot.asks("read", str(tmp_path / "none.html")), 2, "none.html", "No such file")
    fails(bot.asks("read", str(tmp_path)), 2, "directory")
    fails(bot.asks("read", "/dev/zero"), 2, "more than")
    fails(bot.asks("compare", str(binary), str(empty)), 0, "empty")
    fails(bot.asks("init", str(binary / "below")), 2, str(binary))


def test_ctrl_c_ends_a_round_with_130_and_a_service_within_ten_seconds(heeding_ctrl_c, site, bot, frame):
    site.slow = 30.0
    bot.watches(site.shows("/a", frame("<p>Open.</p>")))
    for command, sign, code in (("check", signal.SIGINT, 130), ("run", signal.SIGTERM, 0)):
        site.asked.clear()
        running = bot.start(command)
        while "/a" not in site.asked:
            time.sleep(0.05)
        began = time.monotonic()
        running.send_signal(sign)
        out, err = running.communicate(timeout=30)
        assert running.returncode == code, err
        assert "Traceback" not in out + err, err
        assert time.monotonic() - began < 10
