"""One look at a page: what was asked, what came, how to cite it, whether the bytes are still those."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.errors import StoreError
from watcher.evidence.citation import citations
from watcher.model import Document, Payload, Snapshot, Source, Version
from watcher.model.forms import document_form, moment, snapshot_form
from watcher.pipeline.audit import Named, document_of, resolve
from watcher.pipeline.health import reason
from watcher.store.index.withdrawal import Withdrawal
from watcher.web.acting import require_mark
from watcher.web.addresses import number_of
from watcher.web.captured import SHOWN, as_file, as_frame, as_text, has_frame, source_of
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.patch import text_of
from watcher.web.receipts import left_out, rows_of

router = APIRouter()

TABS = ("text", "rendered", "source", "headers", "links")


@dataclass(frozen=True, slots=True)
class Seen:
    """A look with all that its page shows."""

    source: Source
    snapshot: Snapshot
    version: Version | None
    """The version in force then."""
    point: str
    """How the address names it."""

    @property
    def address(self) -> str:
        """Where its page stands."""
        return f"/sources/{self.source.id}/{self.point}"

    @property
    def title(self) -> str:
        """What the page called itself."""
        return (self.version.title if self.version else "") or self.source.title


@router.get("/sources/{source_id}/at/{moment}")
def at(request: Request, source_id: str, moment: str) -> Response:
    """The version in force then."""
    return _redirected(request, source_id, moment)


@router.get("/sources/{source_id}/first")
def first(request: Request, source_id: str) -> Response:
    """The first version."""
    return _redirected(request, source_id, "first")


@router.get("/sources/{source_id}/latest")
def latest(request: Request, source_id: str) -> Response:
    """The version in force."""
    return _redirected(request, source_id, "latest")


@router.get("/sources/{source_id}/{point:point}")
def snapshot(request: Request, source_id: str, point: str, tab: str = "text") -> Response:
    """The look with its receipt; its words, its source, its headers, its links behind tabs."""
    return _page(request, _seen(request, source_id, point), tab if tab in TABS else "text")


@router.get("/sources/{source_id}/{point:point}/raw")
def raw(request: Request, source_id: str, point: str) -> Response:
    """The bytes, as a file."""
    return as_file(_payload(request, seen := _seen(request, source_id, point)), f"{seen.source.id}-{point}.bin")


@router.get("/sources/{source_id}/{point:point}/render")
def render(request: Request, source_id: str, point: str) -> Response:
    """What is left of the page when nothing in it can act or ask."""
    return as_frame(_payload(request, _seen(request, source_id, point)))


@router.get("/sources/{source_id}/{point:point}/text")
def text(request: Request, source_id: str, point: str) -> Response:
    """Its words, as they are compared."""
    document = _document(request, _seen(request, source_id, point))
    return as_text(text_of(document) if document else "")


@router.get("/sources/{source_id}/{point:point}/headers")
def headers(request: Request, source_id: str, point: str) -> Response:
    """The headers, as they came."""
    lines = (f"{name}: {value}\n" for name, value in _seen(request, source_id, point).snapshot.headers)
    return as_text("".join(lines))


@router.post("/sources/{source_id}/{point:point}/verify")
def verify(request: Request, source_id: str, point: str, mark: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Hash the kept bytes again, and say whether they are those that came."""
    require_mark(request, mark)
    seen = _seen(request, source_id, point)
    return _page(request, seen, "text", verdict=_verdict(request.app.state.library, seen.snapshot))


def _verdict(library: Library, kept: Snapshot) -> str:
    """`Matches`, or what was found instead."""
    if kept.body_sha256 is None:
        return "No body was kept of this look."
    try:
        library.store.body(kept.body_sha256)
    except StoreError as error:
        return f"DOES NOT MATCH. {error}"
    return f"Matches: the bytes kept here hash to {kept.body_sha256}."


def _redirected(request: Request, source_id: str, point: str) -> Response:
    named = resolve(request.app.state.library.store.history, f"{source_id}@{point}")
    assert named.version is not None
    return RedirectResponse(f"/sources/{source_id}/v{named.version.number}", 302)


def _seen(request: Request, source_id: str, point: str) -> Seen:
    library: Library = request.app.state.library
    reference = f"{source_id}@{point}" if number_of(point) else f"{source_id}/{point}"
    named = resolve(library.store.history, reference)
    assert named.snapshot is not None
    return Seen(library.as_read(source_id), named.snapshot, named.version, point)


def _payload(request: Request, seen: Seen) -> Payload:
    library: Library = request.app.state.library
    return library.store.history.payload(seen.snapshot)


def _kept(request: Request, seen: Seen) -> tuple[Payload | None, str]:
    """What came, or why it cannot be shown: withdrawn by law, or damaged."""
    if seen.snapshot.body_sha256 is None:
        return None, ""
    try:
        return _payload(request, seen), ""
    except StoreError as error:
        return None, str(error)


def _document(request: Request, seen: Seen) -> Document | None:
    """How it reads today; None of an answer that is no page."""
    library: Library = request.app.state.library
    if not seen.snapshot.outcome.is_page:
        return None
    return document_of(library.store.history, seen.source, Named(seen.snapshot, seen.version))


def _page(request: Request, seen: Seen, tab: str, verdict: str = "") -> Response:
    library: Library = request.app.state.library
    payload, missing = _kept(request, seen)
    document = _document(request, seen) if payload else None
    return page(
        request,
        "snapshot.html",
        form=lambda: _form(seen, document, library.store.history.withdrawals()),
        seen=seen,
        source=seen.source,
        standing=library.store.agenda.standings([seen.source.id]).get(seen.source.id),
        document=document,
        payload=payload,
        missing=missing,
        has_frame=payload is not None and has_frame(payload),
        code=source_of(payload) if payload and tab == "source" else "",
        most=SHOWN,
        receipt=rows_of(library.store.archive, seen.snapshot, seen.version, number_of(seen.point), document),
        left_out=left_out(document),
        citations=citations(seen.title, seen.snapshot, number_of(seen.point), _permalink(request, seen)),
        why=reason(seen.snapshot.outcome, seen.snapshot),
        tab=tab,
        tabs=TABS,
        verdict=verdict,
    )


def _permalink(request: Request, seen: Seen) -> str:
    library: Library = request.app.state.library
    return f"{library.configuration.public_url or str(request.base_url).rstrip('/')}{seen.address}"


def _form(seen: Seen, document: Document | None, withdrawals: Sequence[Withdrawal]) -> dict[str, Any]:
    """What `watcher show REF --json` prints."""
    version = seen.version
    gone = [one for one in withdrawals if one.sha256 == seen.snapshot.body_sha256]
    return {
        "schema": "watcher.snapshot/1",
        "snapshot": snapshot_form(seen.snapshot),
        "version": f"v{version.number}" if version else None,
        "since": moment(version.since) if version else None,
        "confirmed": moment(version.confirmed) if version else None,
        "document": document_form(document) if document else None,
        "withdrawn": _withdrawn(gone[-1]) if gone else None,
    }


def _withdrawn(one: Withdrawal) -> dict[str, Any]:
    files = [{"sha256": body, "blob_sha256": file} for body, file in one.rewritten]
    return {"sha256": one.sha256, "at": moment(one.at), "by": one.by, "reason": one.reason, "rewritten": files}
