"""The way in: `python -m watcher` or the `watcher` command."""

import gc
import sys

from watcher.extend import named

_YOUNG = 20_000
"""Objects after which the collector looks for cycles: nearly all that start-up makes stays, and 700 at a time it looked
at all of it again and again (a tenth of a start, measured)."""


def main() -> None:
    """Run the command line; its exit code is the process's."""
    gc.set_threshold(_YOUNG)
    # httpx brings a command line of its own along, and with it rich, pygments and click: a twentieth of a round.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    sys.exit(named("watcher.cli.app:run")(sys.argv[1:]))  # not imported above: each worker process imports this module


if __name__ == "__main__":
    main()
