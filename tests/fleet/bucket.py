"""A bucket of the tests' own: nanio, an S3-compatible server in Python, stands in for a store such as Amazon's."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from watcher.model import Bucket

KEY, SECRET = "tests-key", "tests-secret-that-opens-nothing"


@contextmanager
def serving(folder: Path) -> Iterator[Bucket]:
    """A bucket from here to the end; skips the test where the server is not installed."""
    pytest.importorskip("nanio", reason="no S3-compatible server: pip install nanio")
    (folder / "pages").mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "nanio", "serve", "--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        env={**os.environ, "NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, process)
        yield Bucket("s3://pages/watcher", f"http://127.0.0.1:{port}", "us-east-1", KEY, SECRET)
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, "nanio ended"
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("nanio")
