"""How captured bytes leave this place: as a file, as plain text, or as a page from which everything live was taken."""

import nh3
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from watcher.formats import format_of
from watcher.model import Payload
from watcher.normalize import decode, is_html

SHOWN = 300_000
"""So many characters of a page's source are shown on a page; the file has all of them."""
_FILE_POLICY = "sandbox; default-src 'none'"
_FRAME_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
_TAGS = (nh3.ALLOWED_TAGS | {"main", "section", "address", "label"}) - {"img", "map", "area", "a"}
_KEPT = {"lang", "dir"}
_ATTRIBUTES = {tag: set(_KEPT) for tag in _TAGS} | {
    cell: {*_KEPT, "colspan", "rowspan", "scope"} for cell in ("td", "th")
}
_DROPPED = {"script", "style", "template", "svg", "math", "iframe", "object", "noscript", "select", "textarea", "title"}
_LOOK = (
    "body{font:1rem/1.6 Georgia,serif;color:#1b1e22;background:#fff;max-width:46rem;margin:1rem auto;padding:0 1rem}"
)


def as_file(payload: Payload, name: str) -> Response:
    """The bytes as they came, for the disk: no browser shows them."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": _FILE_POLICY}
    return Response(payload.body, media_type="application/octet-stream", headers=headers)


def as_text(text: str) -> Response:
    """Text that stays text."""
    safe = text.encode("utf-8", "backslashreplace").decode()
    return PlainTextResponse(safe, headers={"content-security-policy": _FILE_POLICY})


def as_frame(payload: Payload) -> Response:
    """The page without scripts, styles, pictures, forms and links: it asks nobody for anything."""
    headers = {"content-security-policy": _FRAME_POLICY, "x-frame-options": "SAMEORIGIN"}
    body = harmless(source_of(payload)) if has_frame(payload) else "<p>These bytes are no web page.</p>"
    shown = f"<!doctype html><meta charset=utf-8><title>As captured</title><style>{_LOOK}</style>{body}"
    return HTMLResponse(shown.encode("utf-8", "backslashreplace"), headers=headers)


def has_frame(payload: Payload) -> bool:
    """Whether the bytes are a page of HTML."""
    return is_html(payload.body, payload.content_type)


def source_of(payload: Payload) -> str:
    """The bytes as characters; empty where they are no text."""
    is_text = format_of(payload.body) not in ("pdf", "file")
    return decode(payload.body, payload.content_type) if is_text else ""


def harmless(html: str) -> str:
    """The HTML with its words and structure, and nothing that acts or asks."""
    return nh3.clean(
        html, tags=set(_TAGS), clean_content_tags=_DROPPED, attributes=_ATTRIBUTES, generic_attribute_prefixes=set()
    )
