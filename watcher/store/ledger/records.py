"""The records of the ledger: made of nouns, made into nouns again."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from watcher.model import (
    Delivery,
    Digest,
    Expect,
    Ignore,
    Links,
    Message,
    Pages,
    Severity,
    Snapshot,
    Source,
    Told,
    Version,
)
from watcher.model.forms import Form, moment, moment_from, snapshot_form, snapshot_from, told_form
from watcher.store.intake import Look, Review, Telling
from watcher.store.vault.leaning import Bases, note
from watcher.store.vault.vault import Stored


def look_record(look: Look, *, recognised: bool) -> Form:
    """A look: only what was observed, and whether it was the page as known."""
    late = {"late": True} if look.late else {}
    return {"type": "snapshot", "recognised": recognised, **late, **snapshot_form(look.snapshot)}


def with_files(drafts: Sequence[Mapping[str, Any]], stored: Mapping[str, Stored]) -> list[Mapping[str, Any]]:
    """The drafts, the first look that names a new body with its file's hash, and with the body that it leans on.

    The body's own hash would not show every flipped bit: some bits of a zstd file say nothing.
    """
    unnamed = dict(stored)
    return [_with_files(draft, unnamed) for draft in drafts]


def _with_files(draft: Mapping[str, Any], unnamed: dict[str, Stored]) -> Mapping[str, Any]:
    if draft["type"] != "snapshot":
        return draft
    further = [page | _file(page, unnamed) for page in draft.get("further", ())]
    return {**draft, **_file(draft, unnamed), **({"further": further} if further else {})}


def _file(named: Mapping[str, Any], unnamed: dict[str, Stored]) -> Form:
    stored = unnamed.pop(named["body"]["sha256"], None)
    if stored is None:
        return {}
    leaning = {"body": {**named["body"], "base": stored.base}} if stored.base else {}
    return {"blob_sha256": stored.file, **leaning}


def bodies_of(record: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """(body, file that holds it, where that is new) for each body that a look or a redaction leaves in the vault."""
    looked = (record,) if record["type"] == "snapshot" else ()
    for named in (*looked, *record.get("further", ()), *record.get("rewritten", ())):
        if named["body"]["sha256"]:
            yield named["body"]["sha256"], named.get("blob_sha256")


def kept_bodies(records: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every body that lies in a vault of these records, in the order in which they came."""
    kept: dict[str, None] = {}
    for record in records:
        if record["type"] == "redaction":
            kept.pop(record["body"]["sha256"], None)
        kept |= {body: None for body, _ in bodies_of(record)}
    return list(kept)


def note_bodies(bases: Bases, record: Mapping[str, Any]) -> None:
    """Note how the new bodies that a look names lie in their files."""
    for place, named in enumerate((record, *record.get("further", ()))):
        if "blob_sha256" in named:
            note(bases, str(place), named["body"]["sha256"], named["body"].get("base"))


def change_record(telling: Telling) -> Form:
    """A change as first told, with its version and whom it is owed to: so that numbers and links outlive a rebuild."""
    return {
        "type": "change",
        **told_form(telling.told),
        "version": version_form(telling.version) if telling.version else None,
        "kind": telling.kind,
        "owed": {name: list(places) for name, places in telling.owed.items() if places},
        "removal": telling.removal,
        "unmet": list(telling.unmet),
        "skim": {"sha256": telling.skim, "rules": telling.rules},
    }


def reread_record(told: Told) -> Form:
    """A change as it reads now: of the origin `rules`, so that it is owed to nobody."""
    return {"type": "reread", **told_form(told)}


def source_record(change: str, source_id: str, form: Form | None, now: datetime) -> Form:
    """A source `added`, `edited` or `removed` in the configuration."""
    return {"type": "source", "id": source_id, "change": change, "source": form, "changed_at": moment(now)}


def learned_record(source_id: str, moving: Sequence[str], now: datetime) -> Form:
    """What was found to move by itself on a source's page, as CSS selectors."""
    return {"type": "learned", "source": source_id, "moving": list(moving), "learned_at": moment(now)}


def key_record(name: str, before: str | None, signature: str | None = None) -> Form:
    """The key that signs seals from here on, and the one that did before, with its signature over the new one."""
    return {"type": "key", "name": name, "before": before, "signature": signature}


def stamp_failure_record(authority: str, seal: int, why: str) -> Form:
    """That an authority gave no stamp."""
    return {"type": "tsa_failure", "authority": authority, "seal": seal, "why": why}


def import_record(source_id: str, by: str, captures: int) -> Form:
    """That so many captures of a source were taken over from somebody."""
    return {"type": "import", "source": source_id, "by": by, "captures": captures}


def preserved_record(source_id: str, change_id: str, address: str) -> Form:
    """Where a public archive keeps the page as it was after a change."""
    return {"type": "preserved", "source": source_id, "change": change_id, "address": address}


def ping_failure_record(why: str) -> Form:
    """That whoever is told after each round did not hear it."""
    return {"type": "ping_failure", "why": why}


def clock_jump_record(before: datetime, after: datetime, seconds: int) -> Form:
    """That the wall clock went another way than time did."""
    return {"type": "clock_jump", "expected": moment(before), "found": moment(after), "seconds": seconds}


def digest_record(digest: Digest, message: Message, deliveries: Sequence[Delivery]) -> Form:
    """A digest frozen: the words, what it tells, and who is to have it."""
    return {
        "type": "digest",
        "id": digest.id,
        "subscription": digest.subscription,
        "window": digest.window,
        "since": moment(digest.coverage.since),
        "until": moment(digest.coverage.until),
        "findings": [one for entry in digest.entries for one in (entry.finding_id, *entry.also)],
        "message": message_form(message),
        "deliveries": [
            {"id": one.id, "channel": one.channel, "recipient": one.recipient, "part": one.part} for one in deliveries
        ],
    }


def delivery_record(
    delivery: Delivery,
    state: str,
    *,
    attempt: int,
    next_at: datetime | None = None,
    lease_until: datetime | None = None,
    reply: str = "",
    error: str = "",
) -> Form:
    """A step on a message's journey."""
    return {
        "type": "delivery",
        "id": delivery.id,
        "digest": delivery.digest_id,
        "state": state,
        "attempt": attempt,
        "next_at": moment(next_at) if next_at else None,
        "lease_until": moment(lease_until) if lease_until else None,
        "reply": reply,
        "error": error,
    }


def review_record(change_id: str, verdict: str, note: str, by: str) -> Form:
    """What a person says of a change."""
    return {"type": "review", "change": change_id, "verdict": verdict, "note": note, "by": by}


def review_from(record: Mapping[str, Any]) -> Review:
    """The review that `review_record` wrote."""
    return Review(record["change"], record["verdict"], record["note"], record["by"], moment_from(record["at"]))


def version_form(version: Version) -> Form:
    """A version; who it is of and since when stands beside it."""
    return {
        "source_id": version.source_id,
        "number": version.number,
        "snapshot_id": version.snapshot_id,
        "since": moment(version.since),
        "fingerprint": version.fingerprint,
        "rules": version.rules,
        "kind": version.kind,
        "title": version.title,
        "words": version.words,
        "terms": [list(pair) for pair in version.terms],
        "figures": [list(pair) for pair in version.figures],
    }


def version_from(form: Mapping[str, Any], confirmed: datetime) -> Version:
    """The version that `version_form` wrote, last seen then."""
    return Version(
        form["source_id"],
        form["number"],
        form["snapshot_id"],
        moment_from(form["since"]),
        confirmed,
        form["fingerprint"],
        form["rules"],
        form["kind"],
        form["title"],
        form["words"],
        tuple((term, count) for term, count in form.get("terms", ())),
        tuple((name, number) for name, number in form.get("figures", ())),
    )


def message_form(message: Message) -> Form:
    """A message in words."""
    return {
        "digest_id": message.digest_id,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "record": message.record,
        "made_at": moment(message.made_at),
        "severity": message.severity.word,
        "headers": [list(header) for header in message.headers],
    }


def message_from(form: Mapping[str, Any]) -> Message:
    """The message that `message_form` wrote."""
    return Message(
        form["digest_id"],
        form["subject"],
        form["text"],
        form["html"],
        form["record"],
        moment_from(form["made_at"]),
        Severity.of(form["severity"]),
        tuple((name, value) for name, value in form["headers"]),
    )


def snapshot_of(text: str) -> Snapshot:
    """The snapshot of a ledger line."""
    return snapshot_from(json.loads(text))


def source_form(source: Source) -> Form:
    """A source as configured; lengths of time in seconds."""
    return {name: _plain(getattr(source, name)) for name in _OF_A_SOURCE}


def source_from(form: Mapping[str, Any]) -> Source:
    """The source that `source_form` wrote."""
    plain = {name: form[name] for name in _OF_A_SOURCE if name in form}
    lists = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    return Source(
        **plain
        | lists
        | {
            "every": timedelta(seconds=form["every"]),
            "figures": tuple((name, pattern) for name, pattern in form["figures"]),
            "alert": tuple((kind, Severity.of(level)) for kind, level in form["alert"]),
            "expect": Expect(**_tuples(form["expect"])),
            "ignore": Ignore(**_tuples(form["ignore"])),
            "links": Links(**_tuples(form["links"])),
            "pages": Pages(**form["pages"]),
        }
    )


def _tuples(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in form.items()}


_OF_A_SOURCE = tuple(field.name for field in fields(Source))
_PLAIN = frozenset({str, bool, int, type(None)})


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [_plain(part) for part in value]
    if is_dataclass(kind):
        return {name: _plain(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, Severity):
        return value.word
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, timedelta):
        return value // timedelta(seconds=1)
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
