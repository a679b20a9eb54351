"""The way in: `python -m watcher` or the `watcher` command."""

import sys

from watcher.cli import app


def main() -> None:
    """Run the command line; its exit code is the process's."""
    sys.exit(app.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
