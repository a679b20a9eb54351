"""By which passages a version can be found: each text once, with the first version that has it and the first without.

Only the index knows. A version that nobody has read into it yet waits, and those of its source behind it wait too.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from watcher.model import Version
from watcher.store.database.tables import PASSAGE, SEARCHABLE, SNAPSHOT, ms
from watcher.text import fold, visible

_LONGEST = 100_000
"""In characters; nobody looks for the end of a longer one."""


def note_passages(connection: Connection, version: Version, passages: Sequence[str] | None) -> None:
    """The version says these, and nothing else; None: what it says is not known, and it says what the last one did.

    Nothing is noted unless all versions before it are.
    """
    through = connection.execute(
        select(SEARCHABLE.c.version).where(SEARCHABLE.c.source_id == version.source_id)
    ).scalar_one_or_none()
    if (through or 0) != version.number - 1:
        return
    if passages is not None:
        _lay(connection, version, list(dict.fromkeys(filter(None, map(as_noted, passages)))))
    if through is None:
        connection.execute(insert(SEARCHABLE), {"source_id": version.source_id, "version": version.number})
    else:
        here = SEARCHABLE.c.source_id == version.source_id
        connection.execute(update(SEARCHABLE).where(here).values(version=version.number))


def forget_passages(connection: Connection, sha256: str) -> None:
    """Nothing of the sources that showed that body can be found until they are read again, without it."""
    showed = exists().where(SNAPSHOT.c.source_id == SEARCHABLE.c.source_id, SNAPSHOT.c.record.contains(f'"{sha256}"'))
    for source_id in connection.execute(select(SEARCHABLE.c.source_id).where(showed)).scalars().all():
        connection.execute(delete(PASSAGE).where(PASSAGE.c.source_id == source_id))
        connection.execute(delete(SEARCHABLE).where(SEARCHABLE.c.source_id == source_id))


def as_noted(text: str) -> str:
    """The text as it counts in a comparison, and as any database takes it."""
    return visible(fold(text[:_LONGEST]))


def _lay(connection: Connection, version: Version, said: Sequence[str]) -> None:
    here, since = PASSAGE.c.source_id == version.source_id, ms(version.since)
    rows = connection.execute(select(*PASSAGE.c["id", "text"]).where(here, PASSAGE.c.gone.is_(None)))
    known = {row.text: row.id for row in rows}
    if gone := [{"this": number} for number in (known[text] for text in known.keys() - set(said))]:
        ended = update(PASSAGE).where(PASSAGE.c.id == bindparam("this"))
        connection.execute(ended.values(gone=version.number, gone_ms=since), gone)
    of_version = {"source_id": version.source_id, "first": version.number, "since_ms": since}
    if new := [of_version | {"text": text} for text in said if text not in known]:
        connection.execute(insert(PASSAGE), new)
