"""What could not be searched yet is read for it, and then found as if it had been read when it was told."""

import asyncio

from sqlalchemy import create_engine, select

from tests.web.conftest import PAIRS, WILL, Shelf, answers
from watcher.errors import ReadingFailed
from watcher.pipeline.reading import passages_of
from watcher.pipeline.searching.catching_up import CatchingUp
from watcher.store.database.tables import PASSAGE, SEARCHABLE


class Reads:
    """Reads here and now; dies on some pages."""

    def __init__(self, deadly=b"nothing"):
        self._deadly = deadly

    async def passages(self, payload, source, kind):
        """What a worker would say."""
        if self._deadly in payload.body:
            raise ReadingFailed("the reader died on this page")
        return passages_of(payload, source, kind)


def caught_up(store, reads, **said):
    async def ask(question):
        return question()

    return asyncio.run(CatchingUp(store, reads, ask).read(**said))


def kept(shelf: Shelf):
    """A page in three versions and its copy."""
    for name in ("original", "copy"):
        shelf.watch(name, kind="qa")
        shelf.show(name, answers(*PAIRS))
    shelf.show("original", answers(*WILL))
    shelf.show("original", answers(*WILL[:3]))
    return shelf


def rows(shelf):
    """All that is found and by what, however it came to be there."""
    with create_engine(shelf.database).connect() as connection:
        passages = connection.execute(select(*[one for one in PASSAGE.c if one.name != "id"])).all()
        return sorted(passages, key=str), sorted(connection.execute(select(SEARCHABLE)).all())


def test_a_rebuilt_database_is_searched_as_the_lost_one_was_row_for_row(tmp_path):
    shelf = kept(Shelf(tmp_path))
    before = rows(shelf)
    with shelf.open() as store:
        store.reindex()
        heard = []
        assert caught_up(store, Reads(), report=heard.append) == sum(heard) == 4
        assert caught_up(store, Reads()) == 0
    assert rows(shelf) == before
    assert len(before[0]) > 10


def test_a_part_can_be_read_at_a_time(tmp_path):
    shelf = kept(Shelf(tmp_path))
    before = rows(shelf)
    with shelf.open() as store:
        store.reindex()
        assert [caught_up(store, Reads(), at_most=2) for _ in range(3)] == [2, 2, 0]
    assert rows(shelf) == before


def test_a_page_on_which_the_reader_dies_keeps_nothing_behind_it_from_being_found(tmp_path):
    shelf = kept(Shelf(tmp_path))
    with shelf.open() as store:
        store.reindex()
        assert caught_up(store, Reads(deadly=b"may be held")) == 4
        assert store.history.searchable().waiting == 0
        assert [one.first for one in store.history.passages([("will", "be", "held")])[0]] == [2]
