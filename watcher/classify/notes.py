"""What a link to a file tells of it in brackets: "(PDF | 273 KB | 5 pages)"."""

import re

from watcher.text import slug

NOTE = re.compile(
    r"""[(\[]\s*(?:
        (?:PDF|DOCX?|XLSX?|PPTX?|CSV|ZIP|RTF|EPUB)\b[^()\[\]]{0,60}
      | \d[\d.,]*\s?(?:KB|MB)\b[^()\[\]]{0,60}
    )[)\]]""",
    re.VERBOSE | re.IGNORECASE,
)


def value(text: str) -> str:
    """Its letters and digits alone: `(PDF | 260 KB)` and `[pdf, 260KB]` tell the same."""
    return slug(text).replace(" ", "")
