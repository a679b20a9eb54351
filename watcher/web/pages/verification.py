"""Verify a hash: which copy, which words, which record or seal of this archive it is, or none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.errors import StoreError
from watcher.store import Reader
from watcher.web.layout import page
from watcher.web.library import Library

router = APIRouter()

_HASH = re.compile(r"[0-9a-f]{64}")
_LOOKS = 20


@dataclass(frozen=True, slots=True)
class Known:
    """One thing of which the hash is."""

    what: str
    name: str
    address: str = ""


@router.get("/verify")
def verify(request: Request, hash: str = "") -> Response:  # noqa: A002 - the address names it so
    """What the hash is of; of a body also whether the bytes kept here still have it."""
    library: Library = request.app.state.library
    found = _HASH.search(hash.lower())
    sha256 = found.group() if found else ""
    known = list(known_as(library.store, sha256)) if sha256 else []
    check = checked(library.store, sha256) if any(one.what == "body" for one in known) else ""
    return page(
        request,
        "verify.html",
        form=lambda: {
            "schema": "watcher.hash/1",
            "sha256": sha256 or None,
            "known": [{"what": one.what, "name": one.name} for one in known],
            "check": check or None,
        },
        asked=hash.strip()[:200],
        sha256=sha256,
        known=known,
        check=check,
    )


def known_as(store: Reader, sha256: str) -> Iterator[Known]:
    """All that the hash is of."""
    for look in store.history.bearing(sha256, _LOOKS):
        yield Known("body", look.id, f"/sources/{look.id}")
    for version in store.history.worded(sha256):
        address = f"/sources/{version.source_id}/v{version.number}"
        yield Known("words", f"{version.source_id} v{version.number}", address)
    if named := store.archive.naming(sha256):
        seal, path = named
        is_seal = path == f"seal {seal}"
        yield Known("seal", path) if is_seal else Known("sealed", f"{path}, under seal {seal}")


def checked(store: Reader, sha256: str) -> str:
    """`Matches`, or what was found in place of the body."""
    try:
        store.body(sha256)
    except StoreError as error:
        return f"DOES NOT MATCH. {error}"
    return "Matches: the bytes kept here were hashed again just now, and have this hash."
