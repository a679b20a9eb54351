"""The second step: what do the looks that nobody has compared yet say differently? Tell it, once."""

from collections.abc import Sequence
from dataclasses import replace

from watcher.errors import ReadingFailed
from watcher.model import (
    Finding,
    Flag,
    Outcome,
    Payload,
    Severity,
    Snapshot,
    Source,
    Standing,
    Told,
    Version,
    change_id,
)
from watcher.pipeline import availability
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.instance import Instance
from watcher.pipeline.rhythm import away
from watcher.store import Mark, Telling

_REMEMBERED_VERSIONS = 50  # how far back "reverted to version n" is looked for


async def compare(instance: Instance, source: Source) -> tuple[Told, ...]:
    """Compare every look of the source that waits for it, oldest first; return what was told."""
    told: list[Told] = []
    for snapshot in await instance.keeper.ask(lambda: instance.store.uncompared(source.id)):
        standing = await instance.keeper.ask(lambda: instance.store.agenda.standing(source.id))
        told += await _compare_one(instance, source, standing, snapshot)
    return tuple(told)


async def _compare_one(instance: Instance, source: Source, standing: Standing, snapshot: Snapshot) -> Sequence[Told]:
    try:
        found = await _find(instance, source, standing, snapshot)
    except ReadingFailed as error:
        found = Mark(snapshot, unreadable=str(error))
    if isinstance(found, Mark):
        await instance.keeper.pass_over(found)
        return ()
    await instance.keeper.tell(found)
    return (found.told,)


async def _find(instance: Instance, source: Source, standing: Standing, snapshot: Snapshot) -> Telling | Mark:
    """What there is to tell of a look; a mark where there is nothing."""
    if snapshot.outcome is Outcome.OK:
        return await _page(instance, source, standing, snapshot)
    if snapshot.outcome.is_gone and standing.baseline is not None:
        return await _absence(instance, source, standing, snapshot)
    return Mark(snapshot)


async def _page(instance: Instance, source: Source, standing: Standing, snapshot: Snapshot) -> Telling | Mark:
    """A page was shown: the first, the same, another version, or one that had been away."""
    after = await _answer(instance, snapshot)
    skim = await instance.keeper.ask(lambda: instance.store.skim_of(snapshot, instance.rules))
    if standing.baseline is None:
        account = await instance.reader.explain(Question(source, None, after))
        return _telling(instance, source, account, (None, snapshot), (1, snapshot), skim)
    account = await _explain(instance, source, standing, after)
    last_absence = await _last_absence(instance, source, snapshot) if standing.removal else None
    if last_absence is not None:
        account = await _with_return(instance, source, standing, last_absence, after, account)
    elif account.same and not account.findings:
        return Mark(snapshot, skim, instance.rules)
    number = standing.version if account.same else standing.version + 1
    before = (None, last_absence) if last_absence is not None else (standing.version, standing.baseline)
    return _telling(instance, source, account, before, (number, snapshot), skim)


async def _explain(instance: Instance, source: Source, standing: Standing, after: Answer) -> Account:
    assert standing.baseline is not None
    before = await _answer(instance, standing.baseline, standing.version)
    earlier = await instance.keeper.ask(
        lambda: instance.store.history.fingerprints(source.id, limit=_REMEMBERED_VERSIONS)
    )
    return await instance.reader.explain(
        Question(
            source,
            before,
            after,
            tuple((number, print_) for number, print_ in earlier if number != standing.version),
            await _original(instance, source),
        )
    )


async def _with_return(
    instance: Instance, source: Source, standing: Standing, absence: Snapshot, after: Answer, account: Account
) -> Account:
    """The account with "the page is back" before it."""
    versions = await instance.keeper.ask(lambda: instance.store.history.fingerprints(source.id, limit=1))
    back = await instance.reader.explain(Question(source, Answer(absence), after, tuple(versions)))
    return replace(account, findings=(*back.findings, *account.findings))


async def _absence(instance: Instance, source: Source, standing: Standing, snapshot: Snapshot) -> Telling | Mark:
    """The publisher says that the page is not there: doubted at once, removed once confirmed, told once each."""
    assert standing.baseline is not None
    state = availability.judge(away(standing, snapshot)).state
    if state == "there" or standing.removal in (state, "removed"):
        return Mark(snapshot)
    before = Answer(standing.baseline, None, standing.version)
    account = await instance.reader.explain(Question(source, before, Answer(snapshot)))
    if state == "removed":
        account = replace(account, findings=_confirmed(account.findings))
    telling = _telling(instance, source, account, (standing.version, standing.baseline), (None, snapshot), "")
    return replace(telling, removal=state)


def _confirmed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(
        replace(finding, flags=tuple(flag for flag in finding.flags if flag is not Flag.UNCONFIRMED))
        for finding in findings
    )


def _telling(
    instance: Instance,
    source: Source,
    account: Account,
    before: tuple[int | None, Snapshot],
    after: tuple[int | None, Snapshot],
    skim: str,
) -> Telling:
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
    return Telling(told, version, skim, instance.rules, account.kind, _owed(instance, source, account.findings))


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
    )


def _owed(instance: Instance, source: Source, findings: Sequence[Finding]) -> dict[str, tuple[int, ...]]:
    """Which findings each subscription is to be told; noise is told to nobody."""
    return {
        subscription.name: wanted
        for subscription in instance.configuration.subscriptions
        if (
            wanted := tuple(
                index
                for index, finding in enumerate(findings)
                if finding.level > Severity.NOISE and subscription.wants(source, finding.kind, finding.level)
            )
        )
    }


async def _answer(instance: Instance, snapshot: Snapshot, version: int | None = None) -> Answer:
    payload = await instance.keeper.ask(lambda: instance.store.history.payload(snapshot))
    return Answer(snapshot, payload, version)


async def _last_absence(instance: Instance, source: Source, before: Snapshot) -> Snapshot | None:
    """The last look at which the publisher said that the page was not there."""
    looks = await instance.keeper.ask(
        lambda: instance.store.history.snapshots(source.id, until=before.started_at, limit=_REMEMBERED_VERSIONS)
    )
    return next((look for look in looks if look.outcome.is_gone), None)


async def _original(instance: Instance, source: Source) -> Payload | None:
    """The page that the source is a copy of, as last seen."""
    if source.mirror_of is None:
        return None
    original = source.mirror_of
    standings = await instance.keeper.ask(lambda: instance.store.agenda.standings([original]))
    baseline = standings[original].baseline if original in standings else None
    if baseline is None:
        return None
    return await instance.keeper.ask(lambda: instance.store.history.payload(baseline))
