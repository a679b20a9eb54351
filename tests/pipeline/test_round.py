"""A fault of ours at one source keeps no other from being checked, and a broken store stops everything at once."""

import asyncio
from contextlib import nullcontext
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from watcher.errors import StoreBroken
from watcher.model import Manners, Source, Standing
from watcher.pipeline.round import check


class Keeper:
    """Answers every question with what the source is said to stand for."""

    async def ask(self, question):
        """Answer at once."""
        return question()

    def at_work(self):
        """Nobody waits for anybody."""
        return nullcontext()


def instance(fault_at: str, fault: Exception, asked: list[str]):
    """As much of a watcher as comes before the first answer; asking one source raises the fault."""

    class Turns:
        def turn(self, host: str):
            """Note the host, then fail."""
            asked.append(host)
            if host == fault_at:
                raise fault
            raise LookupError(host)

    standings = SimpleNamespace(standings=lambda ids: {one: Standing(one, START) for one in ids})
    return SimpleNamespace(
        configuration=SimpleNamespace(manners=Manners()),
        keeper=Keeper(),
        store=SimpleNamespace(agenda=standings),
        pace=Turns(),
    )


START = datetime(2026, 11, 21, tzinfo=UTC)
SOURCES = [Source(name, f"https://{name}.example.gov/") for name in ("a", "b", "c")]


def test_a_fault_at_one_source_is_raised_when_the_others_are_done():
    asked: list[str] = []
    with pytest.raises(ExceptionGroup, match="3 of 3 sources"):
        asyncio.run(check(instance("a.example.gov", RuntimeError("ours"), asked), SOURCES, lambda _: None))
    assert sorted(asked) == ["a.example.gov", "b.example.gov", "c.example.gov"]


def test_a_broken_store_is_raised_as_itself():
    with pytest.raises(StoreBroken, match="no more"):
        asyncio.run(check(instance("a.example.gov", StoreBroken("no more"), []), SOURCES, lambda _: None))
