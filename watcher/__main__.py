"""The way in: `python -m watcher` or the `watcher` command."""

import sys

from watcher.extend import named


def main() -> None:
    """Run the command line; its exit code is the process's."""
    sys.exit(named("watcher.cli.app:run")(sys.argv[1:]))  # not imported above: each worker process imports this module


if __name__ == "__main__":
    main()
