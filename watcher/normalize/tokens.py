"""Which marks in a page's source change at every load, meaning nothing to a reader.

What is named here is neutral for `skim`, so reading never looks at it either.
"""

import re
from functools import lru_cache

# Drupal's js-view-dom-id-<64 hex>, block-content<uuid>; ASP.NET and page builders number their ids anew.
_RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{16,}|\d{6,}", re.IGNORECASE
)

NEUTRAL_ATTRIBUTES = (
    "nonce", "integrity", "crossorigin", "style", "src", "srcset", "sizes", "loading", "decoding", "fetchpriority",
    "value", "for", "tabindex", "width", "height", "target", "accesskey",
    "aria-controls", "aria-labelledby", "aria-describedby", "aria-owns", "aria-expanded", "aria-hidden",
)  # fmt: skip
"""Attributes that no rule looks at; all `data-*` and `on*` belong to them too."""

INVISIBLE = ("script", "style", "noscript", "template", "iframe", "object", "embed", "link", "meta", "svg", "canvas",
             "noembed", "noframes", "base", "audio", "video", "map")  # fmt: skip
"""Elements whose content no reader of the page sees as text."""


@lru_cache(maxsize=4096)
def calm(name: str) -> str:
    """An id or a class without what is random in it.

    >>> calm("js-view-dom-id-d976712894da1cb7709961e0")
    'js-view-dom-id-#'
    """
    return _RANDOM.sub("#", name)
