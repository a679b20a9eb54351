"""Where a phrase came and went."""

from itertools import islice
from typing import Annotated, Literal

from fastapi import Query

from watcher.model.forms import moment
from watcher.pipeline.searching import Hit as Passage
from watcher.pipeline.searching import hits
from watcher.web.api.asking import ChosenSource, Shelves
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes.answers import Found, Hit

router = room("search")

_MOST = 100
Phrase = Annotated[
    str, Query(min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f\u007f]*$", description="The exact words.")
]
Side = Annotated[
    Literal["added", "removed"] | None, Query(alias="in", description="Only where it came, or where it went.")
]


@router.get("/search", responses=described(422))
def search(shelves: Shelves, q: Phrase, source: ChosenSource = None, side: Side = None) -> Found:
    """The passages in which the words came or went, newest first; the newest hundred."""
    found = hits(shelves.store.history, q.strip(), source_id=source, side=side or "")
    return Found(q=q, hits=[_hit(one) for one in islice(found, _MOST)])


def _hit(hit: Passage) -> Hit:
    told = hit.told
    return Hit(
        change=told.change_id,
        source=told.source_id,
        in_=hit.side,  # type: ignore[arg-type]
        version=f"v{told.after_version}" if told.after_version else None,
        between=(moment(told.before.started_at), moment(told.after.started_at)),
        before=hit.edit.before.text if hit.edit.before else None,
        after=hit.edit.after.text if hit.edit.after else None,
    )
