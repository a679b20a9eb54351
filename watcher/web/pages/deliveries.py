"""Every message's journey: its state, its attempts, the answer; tried again where the operator asks for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.model import Delivery
from watcher.model.forms import delivery_form
from watcher.store import Store
from watcher.web.acting import acting
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.pages.digests import coming
from watcher.web.posting import STATES
from watcher.web.twins import Rows

router = APIRouter()

_AT_ONCE = 50


@router.get("/deliveries")
def deliveries(request: Request, state: str = "", before: str = "") -> Response:
    """The deliveries, those of the newest digest first."""
    library: Library = request.app.state.library
    state, posted = state if state in STATES else "", library.store.posted
    found = posted.deliveries(state=state or None, before=before or None, limit=_AT_ONCE + 1)
    some = found[:_AT_ONCE]
    return page(
        request,
        "deliveries.html",
        form=lambda: {"schema": "watcher.outbox/1", "deliveries": [delivery_form(one) for one in some]},
        rows=lambda: _lines(some),
        deliveries=some,
        subjects=posted.subjects(list({one.digest_id for one in some})),
        more=some[-1].id if len(found) > _AT_ONCE else None,
        state=state,
        states=STATES,
        counts=posted.counts(),
        gone=library.store.leaving.unsubscribed(),
        coming=list(coming(library.configuration, library.clock.now())),
    )


@router.post("/deliveries/{delivery_id}/again")
def again(request: Request, delivery_id: str, mark: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Let it be sent now, or once more; never to somebody who has left."""
    with acting(request, mark) as store:
        delivery = _again(store, delivery_id, request.app.state.library.clock.now())
    return RedirectResponse(f"/digests/{delivery.digest_id}#deliveries", 303)


@router.post("/deliveries/retry")
def retry(request: Request, mark: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Let all be sent now that wait or were given up."""
    with acting(request, mark) as store:
        store.outbox.retry()
    return RedirectResponse("/deliveries", 303)


def _again(store: Store, delivery_id: str, now: datetime) -> Delivery:
    who = store.leaving.would_leave(delivery_id, now)
    if who.recipient in store.leaving.left(who.subscription):
        raise HTTPException(409, f"Who has left gets no more: {who.recipient} left {who.subscription}.")
    return store.outbox.resend(delivery_id)


def _lines(some: Sequence[Delivery]) -> Rows:
    forms = [delivery_form(one) for one in some]
    yield list(forms[0]) if forms else ["id"]
    yield from (list(form.values()) for form in forms)
