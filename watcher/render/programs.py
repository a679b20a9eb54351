"""What has to be on the machine before a page can be shown."""

import importlib.util
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Where the system's Chromium is; None: nowhere."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def missing() -> str:
    """What is not there, with the way out; empty where a page can be shown."""
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is not installed: pip install 'watcher[browser]'"
    if chromium() is None:
        return "Chromium was not found: on Debian and Ubuntu, apt-get install chromium"
    return ""
