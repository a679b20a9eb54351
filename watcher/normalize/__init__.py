"""How a payload becomes a clean tree with facts: the boilerplate read off, then taken away."""

from watcher.normalize.decode import decode
from watcher.normalize.fingerprint import rules_fingerprint
from watcher.normalize.order import normalize
from watcher.normalize.page import Page
from watcher.normalize.skim import safe_to_skim, skim

__all__ = ["Page", "decode", "normalize", "rules_fingerprint", "safe_to_skim", "skim"]
