"""What a PDF says, page by page, in PDFium's reading."""

import ctypes
import html
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import pypdfium2
from bs4 import BeautifulSoup
from pypdfium2 import raw

from watcher.normalize.layout import laid_out
from watcher.normalize.linking import linked
from watcher.normalize.printed import Line, chunks_of
from watcher.text import fold, tidy

MOST_PAGES = 2_000
MOST_LETTERS = 20_000_000

# PDFium's sign for a hyphen that ends a line; what follows it stands on the next one.
_LINE_HYPHEN = "\ufffe"
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ufdd0-\ufdef]")
_HEAVY = re.compile(r"(?i)bold|black|heavy|semibd|cmbx|[-,]bd\b")
_HEAVY_WEIGHT = 600
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch)\b")
_DATE = re.compile(r"^(?:D:)?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?")
_FACTS = (("CreationDate", "file-created"), ("ModDate", "file-modified"))
_FILE_NAME = re.compile(r"(?i)^(?:microsoft \w+ - .*|.*\.(?:docx?|pdf|rtf|indd|pptx?|xlsx?|wpd)|untitled.*)$")


def soup_of(body: bytes) -> tuple[BeautifulSoup | None, str]:
    """The page that a PDF makes, or None and why it is not read."""
    if _ACTIVE.search(body):
        return None, "the file holds scripts or starts programs"
    try:
        with closing(pypdfium2.PdfDocument(body)) as document:
            return _read(document)
    except pypdfium2.PdfiumError as error:
        return None, "the file is locked by a password" if "assword" in str(error) else "the file is damaged"


def _read(document: pypdfium2.PdfDocument) -> tuple[BeautifulSoup | None, str]:
    if raw.FPDF_GetSecurityHandlerRevision(document.raw) >= 0:
        return None, "the file is encrypted"
    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        return None, "the file holds scripts or starts programs"
    if len(document) > MOST_PAGES:
        return None, f"the file has more than {MOST_PAGES:,} pages"
    pages, links, letters = [], [], 0
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            pages.append(list(_lines(text, number)))
            links += list(_links(document, page, text))
        letters += sum(len(line.text) for line in pages[-1])
        if letters > MOST_LETTERS:
            return None, f"the file has more than {MOST_LETTERS:,} letters"
    if not letters:
        return None, "the file holds no text, as a scan does not"
    return _page(document, pages, links), ""


def _page(document: pypdfium2.PdfDocument, pages: list[list[Line]], links: list[tuple[str, str]]) -> BeautifulSoup:
    chunks = chunks_of(pages)
    soup = laid_out(chunks, head=_head(document.get_metadata_dict(), [text for _, text in chunks]))
    linked(soup, links)
    return soup


def _head(told: dict[str, str], texts: list[str]) -> str:
    """What the file says of itself. Its title is the page's where a reader finds it on the page."""
    title = tidy(_clean(told.get("Title", "")))
    pieces = []
    if title and any(fold(title).casefold() in fold(text).casefold() for text in texts):
        pieces.append(f"<title>{html.escape(title)}</title>")
    elif title and not _FILE_NAME.match(title):
        pieces.append(f'<meta name="file-title" content="{html.escape(title)}">')
    for key, name in _FACTS:
        if moment := _moment(told.get(key, "")):
            pieces.append(f'<meta name="{name}" content="{moment}">')
    return "".join(pieces)


def _moment(written: str) -> str:
    """A PDF's date, `D:20170221143000-05'00'`, as ISO writes it."""
    found = _DATE.match(written)
    if not found:
        return ""
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    try:
        # Without its offset: nothing is reckoned with it.
        return datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0).isoformat()  # noqa: DTZ001
    except ValueError:
        return ""


def _lines(page: pypdfium2.PdfTextPage, number: int) -> Iterator[Line]:
    """The lines of a page with their places."""
    text = page.get_text_range()
    at = 0
    for line in re.split(r"(?<=\ufffe)|\r\n", text):
        words = tidy(_clean(line.replace(_LINE_HYPHEN, "-")))
        if words:
            yield _placed(page, words, at + len(line) - len(line.lstrip()), at + len(line.rstrip()) - 1, number)
        at += len(line) + (0 if line.endswith(_LINE_HYPHEN) else 2)


def _placed(page: pypdfium2.PdfTextPage, words: str, first: int, last: int, number: int) -> Line:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page.raw, first, x, y)
    # A bullet may be printed smaller than the words behind it.
    first = min(last, first + next((at for at, letter in enumerate(words) if letter.isalnum()), 0))
    box = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(page.raw, last, *box)
    size = raw.FPDFText_GetFontSize(page.raw, first) or 1.0
    bold = _is_heavy(page, first) and _is_heavy(page, last)
    return Line(words, x.value, max(box[1].value, x.value), y.value, size, bold, number)


def _is_heavy(page: pypdfium2.PdfTextPage, at: int) -> bool:
    if raw.FPDFText_GetFontWeight(page.raw, at) >= _HEAVY_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(page.raw, at, name, 128, None)
    return bool(_HEAVY.search(name.value.decode("utf-8", "replace")))


def _links(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage
) -> Iterator[tuple[str, str]]:
    """(Words, address) of the links that lie on a page."""
    place, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page.raw, place, link):
        address = _address(document, link)
        if address and raw.FPDFLink_GetAnnotRect(link, box):
            words = text.get_text_bounded(box.left, box.bottom, box.right, box.top)
            yield tidy(_clean(words.replace(_LINE_HYPHEN, "-"))), address


def _address(document: pypdfium2.PdfDocument, link: raw.FPDF_LINK) -> str:
    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    size = raw.FPDFAction_GetURIPath(document.raw, action, None, 0)
    held = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document.raw, action, held, size)
    return held.value.decode("utf-8", "replace")


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text)
