"""How what was found is told: the pages of one host together, so that one edit on many of them is told once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from watcher.extend import named
from watcher.model import KINDS, Finding, Severity, Snapshot, Source, Standing, Subscription, Told, Version, change_id
from watcher.pipeline.account import Account
from watcher.pipeline.instance import Instance
from watcher.pipeline.links import targets
from watcher.store import AsRead, Mark, Telling

_SPREAD, _CHANGED = "watcher.classify.sitewide:spread", "watcher.classify.sitewide:Changed"
"""Loaded where several pages of a host changed at once: most rounds need no detectors."""
_SEVERAL = 3

Repeats = Mapping[int, tuple[str, ...]]
"""For the index of a finding the sources that tell it too, before this one."""
_NO_REPEATS: Repeats = {}

End = tuple[int | None, Snapshot]
"""One end of a change: its version, where it is one, and the look."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look came to, before anybody is told."""

    source: Source
    outcome: Telling | Mark
    account: Account | None = None
    """None where nothing had to be read."""
    standing: Standing | None = None
    """Where the source stood before."""
    wants_second_look: bool = False
    """Not believed yet; the page may be looked at again at once."""

    @property
    def is_quiet(self) -> bool:
        """Nobody is told anything of it, so that it waits for no other page of its host: a first version, or a mark."""
        return isinstance(self.outcome, Mark) or (
            self.outcome.version is not None and self.outcome.told.before == self.outcome.told.after
        )


async def tell(instance: Instance, found: Sequence[Found]) -> Mapping[str, tuple[Told, ...]]:
    """Make it all durable: first what the pages link to, then every change at once; the changes by source."""
    for one in found:
        await _take_note(instance, one)
    found = told_once(instance, found)
    tellings = [one.outcome for one in found if isinstance(one.outcome, Telling)]
    if tellings:
        await instance.keeper.tell(tellings)
    for one in found:
        if isinstance(one.outcome, Mark):
            await instance.keeper.pass_over(one.outcome)
    told: dict[str, tuple[Told, ...]] = {}
    for telling in tellings:
        told[telling.told.source_id] = (*told.get(telling.told.source_id, ()), telling.told)
    return told


async def _take_note(instance: Instance, found: Found) -> None:
    """What the page links to and what moves by itself: known before the look counts as compared."""
    source, account, now = found.source, found.account, instance.clock.now()
    if account is None:
        return
    if account.moving:
        await instance.keeper.ask(lambda: instance.store.agenda.learn(source.id, account.moving, now))
    if source.links.follow:
        wanted = targets(source, account.links, instance.watched)
        await instance.keeper.ask(lambda: instance.store.agenda.follow(source.id, wanted, now))
        instance.follow(source.id, wanted)


def telling_of(
    instance: Instance,
    source: Source,
    account: Account,
    before: End,
    after: End,
    skim: str = "",
    removal: str = "",
    reading: AsRead | None = None,
) -> Telling:
    """The account as a change that can be kept, with its version and whom it is owed to."""
    told = Told(
        change_id(source.id, before, after),
        source.id,
        before[1],
        after[1],
        before[0],
        after[0],
        instance.clock.now(),
        instance.rules,
        account.edits,
        account.findings,
    )
    version = None if account.same or after[0] is None else _version(instance, account, after[0], after[1])
    owed = {} if told.is_history else owed_by(instance, source, account.findings)
    return Telling(
        told, version, skim, instance.rules, account.kind, owed, removal, account.unmet, account.passages, reading
    )


def told_once(instance: Instance, found: Sequence[Found]) -> list[Found]:
    """The same, but that what was done to several pages of one host says so, and is owed from one of them alone."""
    changed = {one.source.id: one for one in found if _may_be_site_wide(one)}
    if len(changed) < _SEVERAL:
        return list(found)
    heard = {one.source_id: one for one in named(_SPREAD)([_changed(one) for one in changed.values()])}
    return [
        _as_heard(instance, one, heard[one.source.id].findings, heard[one.source.id].repeats)
        if one.source.id in changed
        else one
        for one in found
    ]


def _may_be_site_wide(one: Found) -> bool:
    return isinstance(one.outcome, Telling) and bool(one.outcome.told.edits) and not one.source.linked_from


def _changed(one: Found) -> Any:
    assert isinstance(one.outcome, Telling)
    assert one.account is not None
    told = one.outcome.told
    return named(_CHANGED)(one.source.id, one.source.url, told.edits, told.findings, one.account.outlines)


def _as_heard(instance: Instance, one: Found, findings: tuple[Finding, ...], repeats: Repeats) -> Found:
    assert isinstance(one.outcome, Telling)
    told = replace(one.outcome.told, findings=findings)
    owed = {} if told.is_history else owed_by(instance, one.source, findings, repeats)
    return replace(one, outcome=replace(one.outcome, told=told, owed=owed))


def owed_by(
    instance: Instance, source: Source, findings: Sequence[Finding], repeats: Repeats = _NO_REPEATS
) -> dict[str, tuple[int, ...]]:
    """Which findings each subscription is to be told: no noise, and no repeat of what another page tells it."""
    return {
        subscription.name: wanted
        for subscription in instance.configuration.subscriptions
        if (
            wanted := tuple(
                index
                for index, finding in enumerate(findings)
                if finding.level > Severity.NOISE
                and _is_wanted(subscription, source, finding)
                and not any(
                    _is_wanted(subscription, instance.sources[other], finding) for other in repeats.get(index, ())
                )
            )
        )
    }


def _is_wanted(subscription: Subscription, source: Source, finding: Finding) -> bool:
    """Who was told that a page is gone is told that it is back, though they would not ask for that alone."""
    if finding.kind == "page.restored":
        removed = dict(source.alert).get("page.removed", KINDS["page.removed"].severity)
        if subscription.wants(source, "page.removed", removed):
            return True
    return subscription.wants(source, finding.kind, finding.level)


def _version(instance: Instance, account: Account, number: int, snapshot: Snapshot) -> Version:
    return Version(
        source_id=snapshot.source_id,
        number=number,
        snapshot_id=snapshot.id,
        since=snapshot.started_at,
        confirmed=snapshot.started_at,
        fingerprint=account.fingerprint,
        rules=instance.rules,
        kind=account.kind,
        title=account.title,
        words=account.words,
        terms=account.terms,
        figures=account.figures,
    )
