"""Whether `watcher run` is alive, judged by its own agenda.

    watcher status --json | python3 contrib/healthcheck.py

A scheduler that works always leaves some source whose next look lies ahead. When every one is overdue, it hangs or has
ended. Exit 0: alive, or nothing to watch; 1: not. Needs the standard library alone.
"""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

GRACE = timedelta(minutes=15)


def overdue(status: Mapping[str, Any], now: datetime) -> timedelta:
    """How long the source that is least overdue has waited for its look; negative when one lies ahead."""
    planned = [datetime.fromisoformat(source["next_look"]) for source in status["sources"] if source.get("next_look")]
    return min((now - moment for moment in planned), default=timedelta(0))


def main() -> None:
    """Judge what stands on stdin."""
    try:
        waited = overdue(json.load(sys.stdin), datetime.now(UTC))
    except (ValueError, KeyError) as error:
        sys.exit(f"no status to judge: {error}")
    if waited > GRACE:
        sys.exit(f"no source was looked at in time; the next one is {waited} overdue")


if __name__ == "__main__":
    main()
