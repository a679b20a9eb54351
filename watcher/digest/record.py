"""A digest in JSON's types: what chat, webhooks and pages are made of."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from watcher.digest import summary
from watcher.digest.excerpt import left_out
from watcher.digest.headers import worst
from watcher.digest.telling import Telling
from watcher.model import Digest, Edit, Entry, Unreadable
from watcher.model.forms import Form, finding_form, moment

SCHEMA = "watcher.digest/1"


def record(digest: Digest, tellings: Sequence[Telling], public_url: str) -> Form:
    """The full record: nothing is shortened but the excerpts, which stand beside the whole words."""
    return {
        "schema": SCHEMA,
        "id": digest.id,
        "subscription": digest.subscription,
        "window": digest.window,
        "made_at": moment(digest.made_at),
        "timezone": digest.timezone,
        "why": digest.why,
        "next_at": moment(digest.next_at) if digest.next_at else None,
        "severity": worst(digest).word,
        "subject": summary.subject(digest),
        "url": f"{public_url}/digests/{digest.id}" if public_url else None,
        "seal": digest.seal or None,
        "words": {
            "lead": summary.lead(digest),
            "coverage": summary.coverage(digest),
            "unreadable": [summary.unreadable(one, digest.timezone) for one in digest.coverage.unreadable],
            "next": summary.following(digest),
        }
        | ({"notices": notices} if (notices := [*digest.notices, *digest.undelivered]) else {}),
        "counts": _counts(digest),
        "coverage": _coverage(digest),
        "entries": [_entry(entry, words) for entry, words in zip(digest.entries, tellings, strict=True)],
    }


def _counts(digest: Digest) -> Form:
    levels = Counter(entry.finding.level.word for entry in digest.entries)
    pages = len({entry.source_id for entry in digest.entries})
    return {"changes": len(digest.entries), "pages": pages, **levels}


def _coverage(digest: Digest) -> Form:
    seen = digest.coverage
    return {
        "since": moment(seen.since),
        "until": moment(seen.until),
        "sources": seen.sources,
        "read": seen.read,
        "checks": seen.checks,
        "left_out": seen.left_out,
        "unreadable": [_unreadable(one) for one in seen.unreadable],
    }


def _unreadable(one: Unreadable) -> Form:
    return {
        "source": one.source_id,
        "name": one.source_name,
        "url": one.url,
        "since": moment(one.since),
        "reason": one.reason,
        "last_version": one.last_version,
        "short": one.short,
    }


def _entry(entry: Entry, words: Telling) -> Form:
    """The finding as in every other record, then who, when, and how it is worded."""
    finding: dict[str, Any] = finding_form(entry.finding, entry.finding.explains)
    return finding | {
        "id": entry.finding_id,
        "change": entry.change_id,
        "source": {"id": entry.source_id, "name": entry.source_name, "url": entry.url},
        "from": {"version": entry.before_version, "last_without": moment(entry.last_without)},
        "to": {"version": entry.after_version, "first_with": moment(entry.first_with)},
        "edits": [_edit(edit) for edit in entry.finding.explains],
        "excerpt": [[list(span) for span in hunk.spans] for hunk in words.hunks],
        "words_left_out": left_out(entry.finding),
        "words": {
            "glyph": words.glyph,
            "summary": words.summary,
            "place": words.place,
            "interval": words.interval,
            "notes": list(words.notes),
            "more": words.more,
        },
        "links": {link.label.lower(): link.address for link in words.links},
    }


def _edit(edit: Edit) -> Form:
    """The edit as `compare` prints it."""
    return {
        "op": edit.op.value,
        "kind": edit.block.kind,
        "key": edit.block.key or None,
        "before": edit.before.text if edit.before else None,
        "after": edit.after.text if edit.after else None,
        "spans": [list(span) for span in edit.spans],
    }
