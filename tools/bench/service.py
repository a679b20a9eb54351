"""changedetection.io, which is asked over HTTP and looks when it is told to."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import psutil

from tools.bench.measuring import Cost, memory_of

_PORT = 5099
_PATIENCE_SECONDS = 120
_ENVIRON = {
    "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
    "MINIMUM_SECONDS_RECHECK_TIME": "0",
    # It begins with two watches of its own, out in the world and by https: they end at a port where nobody listens.
    # Our pages are asked for by http: of hosts that want no proxy it knows nothing.
    "HTTPS_PROXY": "http://127.0.0.1:9",
}


def serve(program: Path, urls: Sequence[str], folder: Path, alter: Callable[[], None]) -> tuple[Cost, int, int]:
    """What a round costs once the pages are known, how many changed in it, it says, and how many once some did."""
    folder.mkdir(parents=True)
    command = [str(program), "-d", str(folder), "-p", str(_PORT), "-h", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env={**os.environ, **_ENVIRON}) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{_PORT}", timeout=60) as browser:
                _wait(lambda: _is_up(browser) and bool(_key(folder)))
                browser.headers["x-api-key"] = _key(folder)
                for own in _watches(browser):
                    browser.delete(f"/api/v1/watch/{own}")
                browser.post("/api/v1/import", content="\n".join(urls), headers={"content-type": "text/plain"})
                _wait(lambda: _looked(browser, 0) == len(urls))
                cost, changed = _round(browser, psutil.Process(process.pid), len(urls))
                alter()
                return cost, changed, _round(browser, psutil.Process(process.pid), len(urls))[1]
        finally:
            process.kill()  # asked kindly it may take for ever


def _round(browser: httpx.Client, process: psutil.Process, pages: int) -> tuple[Cost, int]:
    since = int(time.time())
    time.sleep(2)  # it tells the time in whole seconds
    before, began = _cpu(process), time.monotonic()
    browser.get("/api/v1/watch", params={"recheck_all": "1"})
    _wait(lambda: _looked(browser, since) == pages)
    cost = Cost(
        "changedetection.io, only tokens moved", _cpu(process) - before, time.monotonic() - began, memory_of(process)
    )
    return cost, sum(watch["last_changed"] > since for watch in _watches(browser).values())


def _looked(browser: httpx.Client, since: int) -> int:
    return sum(watch["last_checked"] > since for watch in _watches(browser).values())


def _watches(browser: httpx.Client) -> dict[str, dict[str, int]]:
    """All it watches; while it takes new ones in, it may fail to say."""
    answer = browser.get("/api/v1/watch")
    found: dict[str, dict[str, int]] = answer.json() if answer.is_success else {}
    return found


def _is_up(browser: httpx.Client) -> bool:
    try:
        return browser.get("/").status_code < 500
    except httpx.TransportError:
        return False


def _key(folder: Path) -> str:
    for path in folder.glob("*.json"):
        settings = json.loads(path.read_text()).get("settings", {})
        if key := settings.get("application", {}).get("api_access_token"):
            return str(key)
    return ""


def _cpu(process: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in (process, *process.children(recursive=True)))


def _wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("changedetection.io did not get there")
        time.sleep(0.5)
