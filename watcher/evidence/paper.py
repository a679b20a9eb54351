"""An exhibit on paper: a tagged PDF (PDF/UA) that carries its evidence, the same bytes whenever it is made again."""

import hashlib
import importlib
import logging
from typing import Any

from watcher.errors import WatcherError
from watcher.evidence.exhibit import ATTACHED, page
from watcher.evidence.matter import Matter
from watcher.evidence.parcel import evidence, parcel
from watcher.evidence.places import whole

_MISSING = (
    "a PDF needs WeasyPrint and the system's Pango: pip install 'watcher[pdf]' and, on Debian, "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0. Or take -o F.html, ready to be printed, or -o F.zip."
)


def pdf(matter: Matter) -> bytes:
    """The exhibit as PDF; raises WatcherError with the way out where it cannot be made here."""
    maker = _maker()
    made: bytes = maker.HTML(string=page(matter, ATTACHED).decode(), url_fetcher=_nothing).write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(matter.told.change_id.encode()).digest()[:16],
        attachments=_attachments(maker, matter),
    )
    return made


def _maker() -> Any:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # what it warns of is meant for browsers
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise WatcherError(f"{_MISSING} ({error})") from error


def _attachments(maker: Any, matter: Matter) -> list[Any]:
    """The evidence file by file, then all of it with its folders; by name, as a PDF has to list them."""
    at = matter.told.made_at
    files = {path.replace("/", "-"): whole(content) for path, content in evidence(matter)}
    files[f"exhibit-{matter.told.change_id}.zip"] = parcel(matter)
    return [
        maker.Attachment(string=content, name=name, created=at, modified=at, relationship="Data")
        for name, content in sorted(files.items())
    ]


def _nothing(url: str, *_: object, **__: object) -> Any:
    raise ValueError(f"an exhibit loads nothing, but this one asks for {url}")
