"""How a payload becomes a clean tree with facts: the boilerplate read off, then taken away.

`normalize` itself is imported from `order`: it loads Beautiful Soup, which an unchanged page never needs.
"""

from watcher.normalize.decode import decode
from watcher.normalize.fingerprint import rules_fingerprint
from watcher.normalize.skim import safe_to_skim, skim

__all__ = ["decode", "rules_fingerprint", "safe_to_skim", "skim"]
