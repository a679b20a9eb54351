"""Whether the machine has what watcher leans on."""

import ctypes.util
import importlib.util
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from watcher.errors import FetchError
from watcher.pipeline.doctor.advice import Advice, fail, warn, well
from watcher.pipeline.doctor.patient import Answered, Outside, Patient

_OFF, _FAR_OFF = timedelta(seconds=30), timedelta(minutes=5)
_ASKED = 3
"""Sites that are asked for the time, if the first do not say."""


def programs(_: Patient) -> Iterator[Advice]:
    """What exhibits are printed with, what others check them with."""
    missing = [name for name, is_there in _programs() if not is_there]
    if missing:
        way_out = "pip install 'watcher[pdf]'; on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 zstd openssl"
        yield warn("WD050", "exhibits", f"not on this machine: {', '.join(missing)}", way_out)
    else:
        yield well("WD050", "exhibits", "WeasyPrint, Pango, zstd and openssl are there")


def _programs() -> Iterator[tuple[str, bool]]:
    yield "WeasyPrint", importlib.util.find_spec("weasyprint") is not None
    yield "Pango", ctypes.util.find_library("pango-1.0") is not None
    yield "zstd", shutil.which("zstd") is not None
    yield "openssl", shutil.which("openssl") is not None


async def clock(patient: Patient, outside: Outside) -> AsyncIterator[Advice]:
    """Whether our clock goes as those of the sites do."""
    hosts = {urlsplit(source.url)._replace(path="/robots.txt", query="", fragment="").geturl(): None
             for source in patient.configuration.sources}  # fmt: skip
    for url in list(hosts)[:_ASKED]:
        if (ahead := await _ahead(url, outside)) is not None:
            yield _told(ahead)
            return
    yield warn("WD051", "clock", "no site said what time it is", "see that this machine keeps time (NTP)")


async def _ahead(url: str, outside: Outside) -> timedelta | None:
    """How far our clock is ahead of the site's; None where it does not say."""
    started = outside.clock.now()
    try:
        answer = await outside.get(url)
        said = parsedate_to_datetime(_header(answer, "date")) + timedelta(seconds=int(_header(answer, "age") or 0))
        return started + (outside.clock.now() - started) / 2 - said
    except (FetchError, ValueError, TypeError):
        return None


def _header(answer: Answered, name: str) -> str:
    return next((value for known, value in answer.headers if known == name), "")


def _told(ahead: timedelta) -> Advice:
    way_out = "let this machine keep time (NTP): every moment that is told rests on it"
    what = f"{abs(ahead.total_seconds()):.1f} s {'fast' if ahead > timedelta() else 'slow'}"
    if abs(ahead) > _FAR_OFF:
        return fail("WD051", "clock", what, way_out)
    return warn("WD051", "clock", what, way_out) if abs(ahead) > _OFF else well("WD051", "clock", what)
