"""What a service says in the body of its answer rather than in the status or the headers."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watcher.deliver.answered import Answered


@dataclass(frozen=True, slots=True)
class Meant:
    """An answer as it is meant."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


def meant(answer: Answered, *, status: int | None = None, wait: object = None, reply: object = None) -> Meant:
    """The answer with what its body says: another status, the seconds to wait, a reply worth keeping."""
    headers = answer.headers
    if isinstance(wait, int | float) and math.isfinite(wait) and wait >= 0:
        others = [(name, value) for name, value in headers if name.lower() != "retry-after"]
        headers = [*others, ("retry-after", str(math.ceil(wait)))]
    body = reply.encode("utf-8", "replace") if isinstance(reply, str) else answer.body
    return Meant(status or answer.status, headers, body)


def spoken(answer: Answered) -> Mapping[str, Any]:
    """The body as a JSON object; empty where it is none."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, Mapping) else {}
