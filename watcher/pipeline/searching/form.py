"""The answer to a search as programs get it."""

from collections.abc import Iterable, Sequence
from itertools import islice

from watcher.model.forms import Form, moment
from watcher.pipeline.searching.between import Bounds, Life
from watcher.pipeline.searching.hits import Hit
from watcher.pipeline.searching.lifespans import Found

_HITS = 100


def search_form(phrase: str, side: str, found: Found, shown: Sequence[Life], hits: Iterable[Hit]) -> Form:
    """The pages that are shown, and the newest passages in which the phrase came or went."""
    return {
        "schema": "watcher.search/1",
        "q": phrase,
        "in": side,
        "pages": [life_form(life) for life in shown],
        "more": len(found.spans) > len(shown) or found.is_cut,
        "hits": [hit_form(hit) for hit in islice(hits, _HITS)],
    }


def life_form(life: Life) -> Form:
    """When a page had the phrase."""
    return {
        "source": life.span.source_id,
        "stands": life.span.stands,
        "stays": [stay_form(one) for one in life.bounds],
        "text": "".join(text for text, _ in life.excerpt),
    }


def stay_form(one: Bounds) -> Form:
    """Between which looks it came and went."""
    return {
        "first": f"v{one.first.number}",
        "last_seen_without": moment(one.before.confirmed) if one.before else None,
        "first_seen_with": moment(one.first.since),
        "last_seen_with": moment(one.last.confirmed),
        "gone": f"v{one.gone.number}" if one.gone else None,
        "first_seen_without": moment(one.gone.since) if one.gone else None,
    }


def hit_form(hit: Hit) -> Form:
    """A passage before and after."""
    told = hit.told
    return {
        "change": told.change_id,
        "source": told.source_id,
        "in": hit.side,
        "version": f"v{told.after_version}" if told.after_version else None,
        "last_seen_without" if hit.side == "added" else "last_seen_with": moment(told.before.started_at),
        "first_seen_with" if hit.side == "added" else "first_seen_without": moment(told.after.started_at),
        "before": hit.edit.before.text if hit.edit.before else None,
        "after": hit.edit.after.text if hit.edit.after else None,
    }
