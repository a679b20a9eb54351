"""The row of buttons that pass a page on: "Share on Facebook"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree

_MARK = re.compile(
    r"(?i)^(?:a2a_kit|addtoany.*|share-icons|share-?block|.*shareblock|social-?share.*|sharing|sharedaddy|sd-sharing.*|"
    r"share-?(?:buttons?|bar|links|menu|widget|tools)|addthis.*|at-share.*|rrssb.*|social-media-links|print-?share.*|"
    r"share_toggle|post-share.*|entry-share.*)$"
)
_LINE = re.compile(
    r"^(?:share|share / email|share this(?: page)?:?|share on (?:facebook|x|twitter|linkedin|whatsapp|reddit|pinterest)"
    r"|tweet(?: this)?|email this page|print this page"
    r"|(?:print|e-?mail|share)(?:[ |]+(?:print|e-?mail|share|save))*|copy link|follow us)$"
)

_ENDPOINT = re.compile(
    r"(?i)^(?:https?:)?//(?:www\.)?(?:facebook\.com/(?:sharer?|dialog/(?:share|feed))|(?:twitter|x)\.com/(?:intent/(?:tweet|post)|share)"
    r"|linkedin\.com/(?:sharearticle|sharing)|reddit\.com/submit|pinterest\.com/pin/create|(?:api\.whatsapp\.com/send|wa\.me/)\?"
    r"|t\.me/share|addtoany\.com|bufferapp\.com/add|tumblr\.com/share)"
)


@strip("share")
def row(tree: Tree) -> Iterator[Tag]:
    """The row, or in text its lines."""
    yield from tree.marked(_MARK)
    yield from tree.lines(_LINE)
    yield from (link for link in tree.named("a") if _ENDPOINT.match(str(link.get("href") or "")))
