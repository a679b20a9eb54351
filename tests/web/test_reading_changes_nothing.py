"""Whoever follows every link changes nothing, and finds nothing broken."""

import html
import re
import sqlite3
from collections import deque

NOT_HERE_YET = ("/api", "/metrics", "/timemap")
"""Pages with tests of their own."""


def crawled(desk) -> set[str]:
    """Every address that the pages lead to."""
    waiting, seen = deque(["/", "/compare"]), {"/"}
    while waiting:
        address = waiting.popleft()
        answer = desk.browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for link in re.findall(r'(?:href|src)="(/[^"#]*)', answer.text):
            link = html.unescape(link)
            if link not in seen and not any(part in link for part in (*NOT_HERE_YET, ".pdf")):
                seen.add(link)
                waiting.append(link)
    return seen


def dumped(path) -> str:
    """All that the database holds."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return "\n".join(connection.iterdump())


def test_all_links_lead_somewhere_and_none_changes_anything(told, desk):
    before = dumped(told.home / "watcher.db"), sorted(told.vault.rglob("*"))
    assert len(crawled(desk)) > 60
    assert (dumped(told.home / "watcher.db"), sorted(told.vault.rglob("*"))) == before
