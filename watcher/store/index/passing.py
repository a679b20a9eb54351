"""What the index notes of looks that were compared without anything to tell."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from watcher.errors import NotKnown
from watcher.model import Outcome
from watcher.model.forms import snapshot_form
from watcher.store.database.tables import PENDING, SNAPSHOT, ms
from watcher.store.index.fold import read_stands, write_stands
from watcher.store.index.readings import note_reading
from watcher.store.index.standing import Stand, absent, seen_again
from watcher.store.intake import Mark


def note_passed(connection: Connection, marks: Sequence[Mark]) -> None:
    """The looks wait no longer, and their sources stand where they say; raises NotKnown for one that is not kept."""
    query = select(*SNAPSHOT.c["id", "seq", "record"]).where(SNAPSHOT.c.id.in_([mark.snapshot.id for mark in marks]))
    kept = {row.id: row for row in connection.execute(query)}
    stands = read_stands(connection, {mark.snapshot.source_id for mark in marks})
    for mark in marks:
        if mark.snapshot.id not in kept:
            raise NotKnown(f"the look {mark.snapshot.id!r} is not kept")
        _move(stands[mark.snapshot.source_id], kept[mark.snapshot.id].seq, mark)
        if mark.reading is not None:
            note_reading(connection, mark.snapshot.source_id, mark.reading)
    connection.execute(delete(PENDING).where(PENDING.c.seq.in_([row.seq for row in kept.values()])))
    write_stands(connection, stands.values())


def _move(stand: Stand, seq: int, mark: Mark) -> None:
    stand.unmet = list(mark.unmet)
    if mark.unreadable:
        absent(stand, seq, ms(mark.snapshot.started_at), Outcome.UNREADABLE)
    elif mark.snapshot.outcome.is_page:
        seen_again(stand, seq, snapshot_form(mark.snapshot), mark.skim, mark.rules)
    else:
        absent(stand, seq, ms(mark.snapshot.started_at), mark.snapshot.outcome)
