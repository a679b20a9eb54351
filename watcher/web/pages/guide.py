"""Help: how these pages are read, what every kind of finding means, what every code of the doctor asks."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.model import Flag, Severity
from watcher.model.families import FLAGS, by_family
from watcher.pipeline.doctor.codes import CODES
from watcher.web.layout import page

router = APIRouter()

KEYS = (
    ("j, k", "next change, previous change"),
    ("n, p", "next version or page, previous one"),
    ("1 to 8", "the views of a comparison"),
    ("e", "choose a change for review, or write a review"),
    ("o", "the live page"),
    ("y", "copy the citation"),
    ("/", "search"),
    ("g then i, s, d, h", "inbox, sources, digests, health"),
    ("?", "this list"),
)
"""What each key does; the script says the same."""


@router.get("/help")
def guide(request: Request) -> Response:
    """How these pages are read."""
    return page(request, "help.html", keys=KEYS, levels=list(reversed(Severity)))


@router.get("/help/kinds")
def kinds(request: Request) -> Response:
    """Every kind of finding, with an anchor of its own."""
    return page(
        request,
        "help-kinds.html",
        form=lambda: {
            "schema": "watcher.kinds/1",
            "kinds": [
                {"name": one.name, "severity": one.severity.word, "meaning": one.meaning, "family": family}
                for family, some in by_family()
                for one in some
            ],
        },
        families=by_family(),
        flags=[(flag, FLAGS[flag]) for flag in Flag],
    )


@router.get("/help/doctor")
def doctor(request: Request) -> Response:
    """Every code of the doctor, with an anchor of its own."""
    return page(request, "help-doctor.html", codes=CODES)
