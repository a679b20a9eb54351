"""The fourteen acceptance checks of the audit pages: those that no other test proves, and which test proves which."""

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from html import unescape
from pathlib import Path

from tests.web.test_digest_page import posted
from tests.web.test_reading_changes_nothing import crawled
from watcher.cli.app import run
from watcher.deliver.notifiers import discord, matrix, mattermost, ntfy, slack, teams

__all__ = ["posted"]
ROOT = Path(__file__).parents[2]
EXCERPT = "people found there may will be held for up to 48 hours"
TEXTS = ("text", "description", "body", "formatted_body", "message")
SOURCES = """version: 1
sources:
  - {id: original, url: "https://www.dhs.test/original", kind: qa, tags: [dhs]}
"""


def texts(form) -> str:
    """Every text in what a service is given, without what only says how it looks."""
    if isinstance(form, dict):
        return " ".join(texts(each) for key, each in form.items() if key in TEXTS or isinstance(each, dict | list))
    if isinstance(form, list | tuple):
        return " ".join(map(texts, form))
    return str(form)


def words(text: str) -> str:
    """The bare words, without a place's own marks for what went and what came."""
    bare = re.sub(r"<[^>]*>", " ", unescape(unescape(text)))
    bare = re.sub(r"\[(deleted|inserted|was|now):? ?|\b(equal|delete|insert|TextRun)\b|[\u0336\u0332]", " ", bare)
    return " ".join(re.findall(r"[a-z0-9]+", bare.lower()))


def printed(home: Path, *said: str) -> str:
    """What the command line prints."""
    (home / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (home / "watcher.yaml").write_text("version: 1\n", encoding="utf-8")
    out, aside = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(aside):
        code = run(["--config", str(home), *said])
    assert code == 0, aside.getvalue()
    return out.getvalue()


def test_a_change_has_one_excerpt_wherever_it_is_told(posted, seated):
    desk = seated(posted)
    message = desk.store.outbox.digest("01DIGEST")
    change = message.record["entries"][0]["change"]
    told = {
        "page": desk.read(f"/c/{change}"),
        "compared": desk.read("/sources/original/v1..v2?view=redline"),
        "inbox": desk.read("/"),
        "exhibit": desk.read(f"/c/{change}/exhibit"),
        "feed": desk.read("/feed.atom"),
        "mail in text": message.text,
        "mail in HTML": message.html,
        "slack": texts(slack.blocks(message.record)),
        "teams": texts(teams.payload(message.record)),
        "discord": texts(discord.payload(message.record)),
        "matrix": texts(matrix.content(message.record)),
        "mattermost": texts(mattermost.payload(message.record)),
        "ntfy": texts(ntfy.payload(message.record)),
        "record": texts(message.record["entries"][0]["excerpt"]),
        "show": printed(posted.home, "show", change),
        "JSON": texts(json.loads(printed(posted.home, "show", change, "--json"))["edits"]),
    }
    assert {place: words(text) for place, text in told.items() if EXCERPT not in words(text)} == {}


def test_every_permanent_address_outlives_the_index(told, seated):
    kept = sorted(address for address in crawled(seated(told)) if re.match(r"/(c|sources)/", address))
    (told.home / "watcher.db").unlink()
    with told.open() as store:
        store.reindex()
    desk = seated(told)
    assert len([address for address in kept if address.startswith("/c/")]) > 3
    assert [address for address in kept if desk.browser.get(address).status_code != 200] == []


def test_each_check_is_listed_with_tests_that_are_there():
    rows = [row for row in (ROOT / "docs" / "promises.md").read_text("utf-8").splitlines() if row.startswith("| W")]
    assert [row.split("|")[1].strip() for row in rows] == [f"W{number}" for number in range(1, 15)]
    written = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^(?:async )?def (test_\w+)", written, re.MULTILINE))
    assert [row for row in rows if not re.findall(r"`(test_\w+)`", row)] == []
    assert set(re.findall(r"`(test_\w+)`", "".join(rows))) - there == set()
