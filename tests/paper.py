"""PDFs as an office prints them: wrapped lines on pages, with a running header and footer."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_LEFT, _TOP, _LEADING = 72, 700, 14
_HEADER, _FOOTER = 750, 40


@dataclass(frozen=True)
class Line:
    """One line of print: where its baseline begins, how large, how heavy."""

    text: str
    y: float
    x: float = _LEFT
    size: float = 11
    bold: bool = False
    link: str = ""

    def drawn(self) -> bytes:
        """The operators that print it."""
        words = self.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        return b"BT /%s %g Tf %g %g Td (%s) Tj ET" % (b"B" if self.bold else b"R", self.size, self.x, self.y, words)

    def annotation(self) -> bytes:
        """The link that lies over it."""
        end = self.x + len(self.text) * self.size * 0.6
        box = b"[%g %g %g %g]" % (self.x, self.y - 3, end, self.y + self.size)
        action = b"<< /S /URI /URI (%s) >>" % self.link.encode()
        return b"<< /Type /Annot /Subtype /Link /Rect %s /A %s >>" % (box, action)


def printed(
    paragraphs: Sequence[str],
    *,
    header: str = "",
    footer: str = "",
    width: int = 80,
    lines: int = 40,
    misprinted: Mapping[int, str] | None = None,
    **more: object,
) -> bytes:
    """The paragraphs as a PDF. `# ` opens a heading, `* ` an entry of a list; `{page}` in a frame is the page's number.

    `misprinted` gives the header of single pages in another spelling.
    """
    laid = list(_laid(paragraphs, width))
    sheets = [laid[at : at + lines] for at in range(0, len(laid), lines)] or [[]]
    pages = []
    for number, sheet in enumerate(sheets, 1):
        head = (misprinted or {}).get(number, header)
        frame = [Line(head.format(page=number, pages=len(sheets)), _HEADER, size=9)] if head else []
        foot = [Line(footer.format(page=number, pages=len(sheets)), _FOOTER, size=9)] if footer else []
        body = [
            Line(text, _TOP - at * _LEADING, bold=bold, size=size)
            for at, (text, bold, size) in enumerate(sheet)
            if text
        ]
        pages.append([*frame, *body, *foot])
    return pdf(pages, **more)  # type: ignore[arg-type]


def pdf(pages: Sequence[Sequence[Line]], info: Mapping[str, str] | None = None, extra: bytes = b"") -> bytes:
    """The lines as a PDF of so many pages; `extra` stands in its catalogue."""
    bodies: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        drawn = b"\n".join(line.drawn() for line in lines)
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        links = b" ".join(line.annotation() for line in lines if line.link)
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Annots [%s] "
            b"/Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>" % (len(bodies), links)
        )
        kids.append(b"%d 0 R" % len(bodies))
    bodies[0] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % extra
    bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    bodies.append(b"<< %s >>" % b" ".join(b"/%s (%s)" % (k.encode(), v.encode()) for k, v in (info or {}).items()))
    return _file(bodies)


def _laid(paragraphs: Sequence[str], width: int) -> Iterator[tuple[str, bool, float]]:
    for paragraph in paragraphs:
        is_heading = paragraph.startswith("# ")
        indent = "  " if paragraph.startswith("* ") else ""
        text = "\u2022 " + paragraph[2:] if indent else paragraph.removeprefix("# ")
        for line in textwrap.wrap(text, width, subsequent_indent=indent):
            yield line, is_heading, 14 if is_heading else 11
        yield "", False, 11


def _file(bodies: Sequence[bytes]) -> bytes:
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>" % (size, len(bodies))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        trailer,
        len(written),
    )
