"""What a hash is of; which kinds of finding there are."""

from typing import Annotated

from fastapi import Path

from watcher.model.families import by_family
from watcher.web.api.asking import Shelves
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes.answers import Hash, Kinds, Known
from watcher.web.pages.verification import checked, known_as

router = room("reference")

Sha = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="64 hex digits.")]


@router.get("/hashes/{sha256}", responses=described(422))
def hash_(shelves: Shelves, sha256: Sha) -> Hash:
    """What the hash is of: a body, a version's words, a seal; of nothing that is kept here where `known` is empty."""
    known = list(known_as(shelves.store, sha256))
    check = checked(shelves.store, sha256) if any(one.what == "body" for one in known) else None
    said = [Known(what=one.what, name=one.name) for one in known]  # type: ignore[arg-type]
    return Hash(sha256=sha256, known=said, check=check)


@router.get("/kinds")
def kinds() -> Kinds:
    """Everything that can be found."""
    told = [
        {"name": one.name, "severity": one.severity.word, "meaning": one.meaning, "family": family}
        for family, some in by_family()
        for one in some
    ]
    return Kinds.model_validate({"kinds": told})
