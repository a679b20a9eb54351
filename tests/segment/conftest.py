"""Reads pages as the pipeline does: normalize, then segment."""

from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.model import Document, Payload, Source
from watcher.normalize.order import normalize
from watcher.segment import segment

Read = Callable[..., Document]
SHARED = Path(__file__).parents[3] / "shared"


def read_page(
    body: str | bytes,
    kind: str | None = None,
    *,
    url: str = "https://www.dhs.gov/some/page",
    content_type: str = "text/html; charset=utf-8",
    source: Source | None = None,
) -> Document:
    payload = Payload(body.encode() if isinstance(body, str) else body, content_type, url)
    return segment(normalize(payload, source or Source("page", url)), kind)


@pytest.fixture(scope="session")
def read() -> Read:
    """`read(html, kind)` gives the document."""
    return read_page


@pytest.fixture
def shared() -> Path:
    """The real pages beside the checkout; the test is skipped where they are not."""
    if not (SHARED / "pages").is_dir():
        pytest.skip("../shared is not here")
    return SHARED
