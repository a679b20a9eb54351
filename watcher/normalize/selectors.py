"""Which selectors find nothing on a page."""

from collections.abc import Iterable

from watcher.model import Payload, Source
from watcher.normalize.order import tree_of
from watcher.normalize.skim import is_html


def idle(payload: Payload, selectors: Iterable[str]) -> tuple[str, ...]:
    """Those of the selectors that find nothing; none of them where the answer is not HTML."""
    wanted = tuple(selectors)
    if not wanted or not is_html(payload.body, payload.content_type):
        return ()
    tree, _, _ = tree_of(payload, Source("page", payload.url))
    return tuple(selector for selector in wanted if not tree.body.select(selector))
