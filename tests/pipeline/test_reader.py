"""A page on which reading fails costs its worker, or nothing; the next page is read."""

import asyncio
from datetime import UTC, datetime

import pytest

from watcher.errors import ReadingFailed
from watcher.model import Ignore, Outcome, Payload, Snapshot, Source
from watcher.pipeline.account import Answer, Question
from watcher.pipeline.reader import WorkerReader

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PAGE = b"<main><h1>Hours</h1><p>The office is open on weekdays.</p></main>"


def question(source: Source) -> Question:
    payload = Payload(PAGE, "text/html", "https://www.dhs.gov/hours")
    snapshot = Snapshot(source.id, payload.url, NOON, NOON, Outcome.OK, body_sha256=payload.sha256)
    return Question(source, None, Answer(snapshot, payload))


def test_a_fault_on_one_page_is_told_in_words_and_the_next_page_is_read():
    async def read() -> None:
        async with WorkerReader(1) as reader:
            # A pattern that cannot be compiled never comes from sources.yaml: it stands for any fault of ours.
            broken = Source("broken", "https://www.dhs.gov/hours", ignore=Ignore(stamps=("(",)))
            with pytest.raises(ReadingFailed, match="failed on this page"):
                await reader.explain(question(broken))
            account = await reader.explain(question(Source("hours", "https://www.dhs.gov/hours")))
            assert account.title == "Hours"

    asyncio.run(read())
