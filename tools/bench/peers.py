"""Other watchers on the same site, each in a virtual environment of its own under build/peers.

They are told what watcher finds out by itself: that only `main` counts. Their cost a page does not depend on how many
there are, so a part of the site is enough.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx

from tools.bench.measuring import Cost, run
from tools.bench.service import serve
from tools.bench.table import Row

_HOME = Path(__file__).resolve().parents[2] / "build" / "peers"
_MOST = 200


def rows(urls: Sequence[str], home: Path) -> list[Row]:
    """A row each: run until it knows the pages, then measured while nothing but their tokens moves."""
    some = urls[:_MOST]
    return [
        _watched("urlwatch", "filter", "html2text: pyhtml2text", "--cache", some, home / "urlwatch"),
        _watched("webchanges", "filters", "html2text", "--database", some, home / "webchanges"),
        _service("changedetection.io", some, home / "changedetection"),
    ]


def _watched(name: str, key: str, text: str, kept: str, urls: Sequence[str], folder: Path) -> Row:
    """A watcher that looks once when it is called."""
    if not _installed(name):
        return _missing(name)
    folder.mkdir(parents=True)
    jobs = [f"name: page {at}\nurl: {url}\n{key}:\n  - css: main\n  - {text}\n" for at, url in enumerate(urls)]
    (folder / "jobs.yaml").write_text("---\n".join(jobs))
    option = "--urls" if name == "urlwatch" else "--jobs"
    command = [str(_HOME / name / "bin" / name), option, "jobs.yaml", "--config", "config.yaml", kept, "kept.db"]
    environ = {"HOME": str(folder)}
    run(f"{name}, first", command, environ, str(folder))
    cost = run(f"{name}, only tokens moved", command, environ, str(folder))
    return Row(cost, f"{cost.out.count('CHANGED:')} changed", pages=len(urls), kept=_size(folder))


def _service(name: str, urls: Sequence[str], folder: Path) -> Row:
    """A watcher that is up all the time."""
    if not _installed(name):
        return _missing(name)
    try:
        cost, changed = serve(_HOME / name / "bin" / name, urls, folder)
    except (TimeoutError, httpx.HTTPError, ValueError, TypeError) as error:
        return Row(Cost(name, 0, 0, 0), f"was there, but could not be measured ({type(error).__name__})")
    return Row(cost, f"{changed} changed", pages=len(urls), kept=_size(folder))


def _installed(name: str) -> bool:
    """Whether it could be had."""
    place = _HOME / name
    if (place / "bin" / name).exists():
        return True
    made = subprocess.run([sys.executable, "-m", "venv", str(place)], check=False)
    pip = [str(place / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", name]
    return made.returncode == 0 and subprocess.run(pip, check=False).returncode == 0


def _missing(name: str) -> Row:
    return Row(Cost(name, 0, 0, 0), "could not be installed")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
