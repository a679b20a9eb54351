"""Who did what by a form: an append-only file in which each line names the one before."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.types import Message, Scope, Send

from watcher.model.forms import moment

_LONGEST, _TAIL = 300, 8192
_REFUSED = 400


class Actions:
    """The file of actions; what is not in it was not done."""

    def __init__(self, file: Path, now: Callable[[], datetime]) -> None:
        self._file = file
        self._now = now

    def noting(self, scope: Scope, who: str, send: Send) -> Send:
        """Write down what is asked for, and what became of it before that is said to who asked.

        Of who is not logged in only what was done is written: nobody fills the disk by being refused.
        """
        if scope["method"] != "POST":
            return send
        act = {"by": who, "from": (scope.get("client") or ("", 0))[0], "post": scope["path"][:_LONGEST]}
        if who:
            self._write(act)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and (who or message["status"] < _REFUSED):
                self._write(act | {"status": message["status"]})
            await send(message)

        return sent

    def _write(self, act: dict[str, object]) -> None:
        number = os.open(self._file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(number, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            line = {"at": moment(self._now()), **act, "after": _last(file.fileno())}
            file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _last(number: int) -> str:
    """The hash of the last line; empty where there is none."""
    size = os.fstat(number).st_size
    lines = os.pread(number, _TAIL, max(0, size - _TAIL)).splitlines()
    return hashlib.sha256(lines[-1]).hexdigest() if lines else ""
