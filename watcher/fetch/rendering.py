"""Which answers are pages that their scripts have yet to build."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from watcher.errors import FetchError, NotRendered
from watcher.model import Payload, Rendered, Source
from watcher.net import Answer, Trail

_TYPE = "text/html; charset=utf-8"


class Renderer(Protocol):
    """Runs the scripts of an answer somewhere safe."""

    async def render(self, answer: Answer, source: Source) -> tuple[bytes, str]:
        """The final DOM in UTF-8, and who built it; raises FetchError."""


@dataclass(frozen=True, slots=True)
class Built:
    """What the scripts of an answer made of it."""

    payload: Payload
    rendered: Rendered


async def build(answer: Answer, source: Source, renderer: Renderer | None) -> Built | None:
    """The page as its scripts build it; None for a source that does not ask for it, and for what is no page.

    Raises FetchError with the trail of the answer.
    """
    if not source.render or not _is_page(answer):
        return None
    try:
        if renderer is None:
            raise NotRendered("render: browser: there is no browser here")
        dom, by = await renderer.render(answer, source)
    except FetchError as error:
        error.trail = error.trail or _trail(answer)
        raise
    said = Rendered(by, hashlib.sha256(answer.body).hexdigest(), len(answer.body))
    return Built(Payload(dom, _TYPE, answer.final_url), said)


def _is_page(answer: Answer) -> bool:
    kind = (answer.header("content-type") or "text/html").lower()
    return 200 <= answer.status < 300 and bool(answer.body) and "html" in kind


def _trail(answer: Answer) -> Trail:
    return Trail(answer.final_url, list(answer.hops), answer.status, answer.headers, answer.ip, answer.exchange)
