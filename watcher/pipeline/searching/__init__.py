"""Search: where a phrase came, where it went, which pages have it still."""

from watcher.pipeline.searching.between import Bounds, Life, lives
from watcher.pipeline.searching.form import search_form, stay_form
from watcher.pipeline.searching.hits import Hit, hits
from watcher.pipeline.searching.lifespans import Found, LifeSpan, Stay, lifespans
from watcher.pipeline.searching.sought import Sought

__all__ = [
    "Bounds",
    "Found",
    "Hit",
    "Life",
    "LifeSpan",
    "Sought",
    "Stay",
    "hits",
    "lifespans",
    "lives",
    "search_form",
    "stay_form",
]
