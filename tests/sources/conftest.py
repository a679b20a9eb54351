from collections.abc import Callable
from pathlib import Path

import pytest

from watcher import sources
from watcher.sources import Problem

ONE_PAGE = "sources:\n  - {id: a, url: https://a.gov/x, tags: [dhs]}\n"

Files = Callable[..., Path]
Check = Callable[..., list[Problem]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Write the two files and give back their folder."""

    def write(sources_yaml: str | bytes = ONE_PAGE, watcher_yaml: str | bytes | None = None) -> Path:
        for name, text in (("sources.yaml", sources_yaml), ("watcher.yaml", watcher_yaml)):
            if text is not None:
                (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return tmp_path

    return write


@pytest.fixture
def check(files: Files) -> Check:
    """What is wrong with these two files."""

    def checked(sources_yaml: str | bytes = ONE_PAGE, watcher_yaml: str | bytes | None = None, **environ: str):
        return sources.check(files(sources_yaml, watcher_yaml), environ)

    return checked
