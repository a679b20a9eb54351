"""How a payload becomes a clean tree with facts: the boilerplate read off, then taken away.

`normalize` itself is imported from `order`: it loads Beautiful Soup, which an unchanged page never needs.
"""

from watcher.normalize.apart import differ_in_tokens_alone
from watcher.normalize.decode import decode
from watcher.normalize.fingerprint import rules_fingerprint
from watcher.normalize.following import next_page
from watcher.normalize.skim import is_html, safe_to_skim, skim, skim_all

__all__ = [
    "decode",
    "differ_in_tokens_alone",
    "is_html",
    "next_page",
    "rules_fingerprint",
    "safe_to_skim",
    "skim",
    "skim_all",
]
