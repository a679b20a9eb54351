"""The way in: `python -m watcher` or the `watcher` command."""

import sys

from watcher import collector, settings
from watcher.extend import named


def main() -> None:
    """Run the command line; its exit code is the process's."""
    collector.start()
    settings.shut_plugins_out()
    # httpx brings a command line of its own along, and with it rich, pygments and click: a twentieth of a round.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    sys.exit(named("watcher.cli.app:run")(sys.argv[1:]))  # not imported above: each worker process imports this module


if __name__ == "__main__":
    main()
