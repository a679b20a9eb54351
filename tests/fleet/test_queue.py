"""What is offered to the workers of a fleet, and how often."""

import asyncio

import psycopg

from watcher.fleet.queue import queue_of


class Steps:
    """The steps of a fleet in which these hosts are due and nothing else is to be done."""

    def __init__(self, *hosts: str) -> None:
        self.due = set(hosts)

    async def hosts(self) -> set[str]:
        """Where pages are due."""
        return self.due

    def __getattr__(self, name):
        async def nothing() -> None: ...

        return nothing


def ticks(database: str, *each: Steps) -> list[list[str]]:
    """Which entries wait after each tick, as `number host`; nobody takes any."""

    async def go() -> list[list[str]]:
        waiting = []
        for steps in each:
            queue = queue_of(database, steps, lost_after=30)
            async with queue.open_async():
                await queue.tasks["tick"](timestamp=0)
            waiting.append(entries(database))
        return waiting

    return asyncio.run(go())


def entries(database: str) -> list[str]:
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT id, args ->> 'name' FROM procrastinate_jobs ORDER BY id").fetchall()
    return [f"{number} {host}" for number, host in found]


def last_number(database: str) -> int:
    """The number that the last attempt to put an entry in was given, also one that was refused."""
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT last_value FROM procrastinate_jobs_id_seq").fetchone()
    return found[0]


def test_a_host_that_waits_is_not_even_offered_again(database):
    first, later = ticks(database, Steps("b.gov", "a.gov"), Steps("a.gov", "b.gov"))
    assert first == ["1 a.gov", "2 b.gov"]
    assert later == first
    assert last_number(database) == 2


def test_a_host_that_came_to_be_due_meanwhile_is(database):
    assert ticks(database, Steps("a.gov"), Steps("a.gov", "b.gov"))[1] == ["1 a.gov", "2 b.gov"]
