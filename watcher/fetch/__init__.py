"""From a source to what it answers: a snapshot with its payload, judged."""

from watcher.fetch.fetching import Fetched, Known, fetch
from watcher.fetch.patience import retry_after
from watcher.fetch.quality import judge
from watcher.fetch.robots import Robots
from watcher.fetch.verdict import Verdict

__all__ = ["Fetched", "Known", "Robots", "Verdict", "fetch", "judge", "retry_after"]
