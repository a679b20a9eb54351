"""Which pages had a phrase, from when to when."""

from typing import Annotated, Literal

from fastapi import Query

from watcher.pipeline.searching import Sought, hits, lifespans, lives, search_form
from watcher.web.api.asking import ChosenSource, Shelves, Since
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes.searching import Found

router = room("search")

_PAGES = 50
Phrase = Annotated[
    str, Query(min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f\u007f]*$", description="The words, in a row.")
]
Side = Annotated[Literal["text", "added", "removed"], Query(alias="in", description="Where they stood, came, or went.")]


@router.get("/search", responses=described(422))
def search(
    shelves: Shelves,
    q: Phrase,
    source: ChosenSource = None,
    side: Side = "text",
    since: Since = None,
    until: Since = None,
) -> Found:
    """From which version to which each page had the words; case, accents and punctuation do not matter."""
    history, phrase = shelves.store.history, q.strip()
    sought = Sought.of(phrase)
    found = lifespans(history, sought, side=side, source_id=source, since=since, until=until)
    shown = lives(history, found.spans[:_PAGES], sought)
    came_or_went = hits(history, phrase, source_id=source, side="" if side == "text" else side)
    return Found.model_validate(search_form(phrase, side, found, shown, came_or_went))
