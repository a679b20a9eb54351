"""Other watchers on the same site, each in a virtual environment of its own under build/peers.

Two are told what watcher finds out by itself: that only `main` counts. Their cost a page does not depend on how many
there are, so a part of the site is enough. That they look at all is seen by a round before which a few pages change.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from tools.bench.measuring import Cost, run
from tools.bench.service import serve
from tools.bench.table import Row
from watcher.demo import ManyPages

_HOME = Path(__file__).resolve().parents[2] / "build" / "peers"
_MOST = 200
_ALTERED = 20
_NEEDED = {"urlwatch": ("html2text",)}
"""What a filter needs and its own requirements leave out."""
_FAULT = re.compile(r"(?m)^\d+\. ERROR: .*$")
_CHANGED = re.compile(r"(?m)^\d+\. CHANGED: ")


@dataclass(slots=True)
class _Part:
    """The last pages of the site, of which more are altered from peer to peer."""

    pages: ManyPages
    urls: Sequence[str]
    _altered: int = 0

    def alter(self) -> None:
        self._altered += _ALTERED
        self.pages.change((self.pages.count - len(self.urls) + self._altered) / self.pages.count)


def rows(pages: ManyPages, urls: Sequence[str], home: Path) -> list[Row]:
    """A row each: run until it knows the pages, then measured while nothing but their tokens moves."""
    part = _Part(pages, urls[-_MOST:])
    return [
        _watched("urlwatch", "filter", "html2text: pyhtml2text", "--cache", part, home / "urlwatch"),
        _watched("webchanges", "filters", "html2text", "--database", part, home / "webchanges"),
        _service("changedetection.io", part, home / "changedetection"),
    ]


def _watched(name: str, key: str, text: str, kept: str, part: _Part, folder: Path) -> Row:
    """A watcher that looks once when it is called."""
    if not _installed(name):
        return _missing(name)
    folder.mkdir(parents=True)
    jobs = [f"name: page {at}\nurl: {url}\n{key}:\n  - css: main\n  - {text}\n" for at, url in enumerate(part.urls)]
    (folder / "jobs.yaml").write_text("---\n".join(jobs))
    option = "--urls" if name == "urlwatch" else "--jobs"
    command = [str(_HOME / name / "bin" / name), option, "jobs.yaml", "--config", "config.yaml", kept, "kept.db"]
    environ = {"HOME": str(folder)}
    first = run(f"{name}, first", command, environ, str(folder))
    if fault := _FAULT.search(first.out):
        return Row(Cost(name, 0, 0, 0), f"was there, but could not look ({fault.group()})")
    cost = run(f"{name}, only tokens moved", command, environ, str(folder))
    size = _size(folder)
    part.alter()
    altered = run(f"{name}, {_ALTERED} altered", command, environ, str(folder))
    told = _told(*(len(_CHANGED.findall(one.out)) for one in (cost, altered)))
    return Row(cost, told, pages=len(jobs), kept=size)


def _service(name: str, part: _Part, folder: Path) -> Row:
    """A watcher that is up all the time."""
    if not _installed(name):
        return _missing(name)
    try:
        cost, changed, altered = serve(_HOME / name / "bin" / name, part.urls, folder, part.alter)
    except (TimeoutError, httpx.HTTPError, ValueError, TypeError) as error:
        return Row(Cost(name, 0, 0, 0), f"was there, but could not be measured ({type(error).__name__})")
    return Row(cost, _told(changed, altered), pages=len(part.urls), kept=_size(folder))


def _told(changed: int, altered: int) -> str:
    return f"{changed} changed; {altered} once {_ALTERED} were altered"


def _installed(name: str) -> bool:
    """Whether it could be had."""
    place = _HOME / name
    pip = place / "bin" / "pip"
    if not pip.exists() and subprocess.run([sys.executable, "-m", "venv", str(place)], check=False).returncode:
        return False
    install = [str(pip), "install", "--quiet", "--disable-pip-version-check", name, *_NEEDED.get(name, ())]
    return subprocess.run(install, check=False).returncode == 0


def _missing(name: str) -> Row:
    return Row(Cost(name, 0, 0, 0), "could not be installed")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
