"""Which pages are not believed at one look: they shrank, or several show one notice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from watcher.model import Outcome, Snapshot, Standing
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.compare import absence, absent_at, answer_of
from watcher.pipeline.doubts.availability import RELOOKS, judge
from watcher.pipeline.doubts.sinks import sinks
from watcher.pipeline.instance import Instance
from watcher.pipeline.rhythm import away
from watcher.pipeline.telling import Found
from watcher.store import Mark, Telling

_LOST = 0.6
_LOST_UNPROVEN = 0.3
"""Where only the connection's end was seen, and not the body's, less is enough."""
_END = b"</html"
_LAST_BYTES = 4096
_SUBSTANTIAL = 150
"""Words, about 1,000 characters: what is shorter may well be cut down at one stroke."""
_MISSING = "the site shows the same at an address where nothing can be"


def shrunk(account: Account, lost: float = _LOST) -> str:
    """Why, in words, a page that lost most of its text is not believed at one look; empty where it is."""
    before, now = account.words_before, account.words
    if before < _SUBSTANTIAL or now > (1 - lost) * before:
        return ""
    return f"the page shows {now:,} of {before:,} words; it is looked at again before that counts"


async def doubted(instance: Instance, found: Sequence[Found]) -> list[Found]:
    """What pages of one host came to at one time, those left out that have to be looked at again before they count."""
    accounts = {one.source.id: one.account for one in found if one.account is not None and _is_other_page(one)}
    sunk = sinks(accounts)
    return [
        await _weighed(instance, one, accounts[one.source.id], sunk.get(one.source.id, ""))
        if one.source.id in accounts
        else one
        for one in found
    ]


def _is_other_page(found: Found) -> bool:
    """Another version than the one before, of a page that somebody asked us to watch."""
    outcome = found.outcome
    is_new = isinstance(outcome, Telling) and outcome.version is not None and outcome.version.number > 1
    return is_new and not found.source.linked_from


async def _weighed(instance: Instance, found: Found, account: Account, sunk: str) -> Found:
    assert isinstance(found.outcome, Telling)
    snapshot = found.outcome.told.after
    standing = found.standing
    assert standing is not None
    earlier = await _earlier(instance, found, standing, snapshot)
    persists = earlier is not None and earlier.wording == account.wording
    if (standing.removal and persists) or (sunk and persists):
        return await _gone(instance, found, standing, snapshot, sunk)
    if (sunk or shrunk(account) or _is_another(account)) and await _is_missing(instance, snapshot):
        return await _gone(instance, found, standing, snapshot, _MISSING)
    if sunk:
        return await _again(instance, found, snapshot, sunk, RELOOKS[0])
    why = shrunk(account) if not (earlier and shrunk(earlier)) else ""
    if not why and not persists and snapshot.complete == "unproven":
        why = shrunk(account, _LOST_UNPROVEN) or await _broken_off(instance, standing, snapshot)
    if why:
        return replace(await _again(instance, found, snapshot, why, RELOOKS[0]), wants_second_look=True)
    return found


async def _broken_off(instance: Instance, standing: Standing, snapshot: Snapshot) -> str:
    """Why, in words, an answer of which no end was seen may be a part of the page; empty where it ends like one."""
    assert standing.baseline is not None
    before = (await answer_of(instance, standing.baseline)).payload
    after = (await answer_of(instance, snapshot)).payload
    if before is None or after is None or not _ends(before.body) or _ends(after.body):
        return ""
    return "the connection ended before the page did; it is looked at again before that counts"


def _ends(body: bytes) -> bool:
    return _END in body[-_LAST_BYTES:].lower()


def _is_another(account: Account) -> bool:
    return any(finding.kind in ("page.replaced", "page.redirected") for finding in account.findings)


async def _is_missing(instance: Instance, snapshot: Snapshot) -> bool:
    """Whether the site shows the same for an address where nothing can be."""
    payload = (await answer_of(instance, snapshot)).payload
    return payload is not None and await instance.siblings.shows(payload)


async def _earlier(instance: Instance, found: Found, standing: Standing, snapshot: Snapshot) -> Account | None:
    """What the look read that was not believed before this one, or that showed a notice in the page's place."""
    if not standing.away and not standing.removal:
        return None
    looks = await instance.keeper.ask(
        lambda: instance.store.history.snapshots(found.source.id, until=snapshot.started_at, limit=1)
    )
    not_believed = {moment for moment, outcome in standing.away if outcome is Outcome.UNREADABLE}
    look = looks[0] if looks and looks[0].started_at in not_believed else None
    if standing.removal:
        look = await absent_at(instance, found.source, snapshot)
    if look is None or look.body_sha256 is None or standing.baseline is None:
        return None
    before = await answer_of(instance, standing.baseline, standing.version)
    after = await answer_of(instance, look)
    shown = Answer(replace(look, outcome=Outcome.OK), after.payload)
    return await instance.reader.explain(Question(found.source, before, shown))


async def _again(instance: Instance, found: Found, snapshot: Snapshot, why: str, wait: timedelta) -> Found:
    """Nothing is told, the last version stays, and the page is looked at again soon."""
    await _look_again(instance, found, wait)
    return Found(found.source, Mark(snapshot, unreadable=why))


async def _gone(instance: Instance, found: Found, standing: Standing, snapshot: Snapshot, why: str) -> Found:
    """The page still shows the notice: as good as an answer that says it is not there."""
    notice = replace(snapshot, outcome=Outcome.SOFT_GONE, reasons=(why or "the notice in its place still stands",))
    if wait := judge(away(standing, notice)).next_look:
        await _look_again(instance, found, wait)
    return await absence(instance, found.source, standing, notice)


async def _look_again(instance: Instance, found: Found, wait: timedelta) -> None:
    """At the latest then."""
    standing = await instance.keeper.ask(lambda: instance.store.agenda.standing(found.source.id))
    at = instance.clock.now() + wait
    if at < standing.next_look_at:
        await instance.keeper.ask(lambda: instance.store.agenda.put_off(found.source.id, at))
