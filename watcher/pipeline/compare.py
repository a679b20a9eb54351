"""The second step: what the looks that nobody has compared yet say differently."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.errors import ReadingFailed, Withdrawn
from watcher.model import Flag, Outcome, Payload, Snapshot, Source, Standing, Told
from watcher.pipeline import links, remembered
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.asking import explained
from watcher.pipeline.doubts import availability
from watcher.pipeline.doubts.absence import confirmed, withdrawn
from watcher.pipeline.doubts.flaps import alternation, labelled
from watcher.pipeline.instance import Instance
from watcher.pipeline.rhythm import away
from watcher.pipeline.telling import Found, tell, telling_of
from watcher.store import AsRead, Mark

_REMEMBERED_VERSIONS = 50  # how far back "reverted to version n" is looked for


async def compare(instance: Instance, source: Source) -> tuple[Told, ...]:
    """Compare every look of the source that waits for it, oldest first, and tell; return what was told."""
    last = await find(instance, source)
    return (await tell(instance, [last])).get(source.id, ()) if last else ()


async def find(instance: Instance, source: Source, *, is_second_look: bool = False) -> Found | None:
    """What the last look that waits came to, not told yet; those before it are told at once. None: none waits."""
    found = None
    for snapshot in await instance.keeper.ask(lambda: instance.store.uncompared(source.id)):
        if found is not None:
            await tell(instance, [found])
        standing = await instance.keeper.ask(lambda: instance.store.agenda.standing(source.id))
        one = await _find_one(instance, as_learnt(source, standing), standing, snapshot, is_second_look)
        found = replace(one, standing=standing)
    return found


def as_learnt(source: Source, standing: Standing) -> Source:
    """The source with what was found to move by itself on its page."""
    return replace(source, moving=standing.moving) if source.learn_moving else source


async def _find_one(
    instance: Instance, source: Source, standing: Standing, snapshot: Snapshot, is_second_look: bool
) -> Found:
    try:
        if snapshot.outcome is Outcome.OK:
            return await _page(instance, source, standing, snapshot, is_second_look)
        if source.linked_from and links.speaks_against(snapshot.outcome):
            return await _silence(instance, source, standing, snapshot)
        if snapshot.outcome.is_gone and standing.baseline is not None:
            return await absence(instance, source, standing, snapshot)
    except ReadingFailed as error:
        return Found(source, Mark(snapshot, unreadable=str(error)))
    return Found(source, Mark(snapshot, unmet=standing.unmet))


async def _page(
    instance: Instance, source: Source, standing: Standing, snapshot: Snapshot, is_second_look: bool
) -> Found:
    """A page was shown: the first, the same, another version, or one that had been away."""
    if snapshot.body_sha256 is None:
        return await _answering(instance, source, standing, snapshot)
    after = await answer_of(instance, snapshot)
    skim = await instance.keeper.ask(lambda: instance.store.skim_of(snapshot, instance.rules))
    if standing.baseline is None or standing.baseline.body_sha256 is None:
        account = await instance.reader.explain(Question(source, None, after))
        reading = _reading(instance, source, account, after, skim)
        telling = telling_of(instance, source, account, (None, snapshot), (1, snapshot), skim, reading=reading)
        return Found(source, telling, account)
    if (standing.baseline.rendered is None) != (snapshot.rendered is None):
        return await _anew(instance, source, standing, after, skim)
    try:
        explained = await _explain(instance, source, standing, after, is_second_look)
    except Withdrawn:
        return await _anew(instance, source, standing, after, skim)
    account = await _labelled(instance, explained, snapshot)
    skim = "" if account.moving else skim  # it was made while the moving parts were still read
    reading = _reading(instance, source, account, after, skim)
    last_absence = await absent_at(instance, source, snapshot) if standing.removal else None
    if last_absence is not None:
        account = await _with_return(instance, source, standing, last_absence, after, account)
    elif account.same and not account.findings:
        return Found(source, Mark(snapshot, skim, instance.rules, unmet=account.unmet, reading=reading), account)
    number = standing.version if account.same else standing.version + 1
    before = (None, last_absence) if last_absence is not None else (standing.version, standing.baseline)
    telling = telling_of(instance, source, account, before, (number, snapshot), skim, reading=reading)
    return Found(source, telling, account)


async def _anew(instance: Instance, source: Source, standing: Standing, after: Answer, skim: str) -> Found:
    """What the page said before was withdrawn by law, or captured otherwise: the next version, told to nobody."""
    assert standing.baseline is not None
    account = await instance.reader.explain(Question(source, None, after))
    ends = (standing.version, standing.baseline), (standing.version + 1, after.snapshot)
    reading = _reading(instance, source, account, after, skim)
    return Found(source, telling_of(instance, source, account, *ends, skim, reading=reading), account)


async def _answering(instance: Instance, source: Source, standing: Standing, snapshot: Snapshot) -> Found:
    """The target of a link answers, and no copy of it is wanted: news only where it had been dead."""
    last_absence = await absent_at(instance, source, snapshot) if standing.removal else None
    if last_absence is None:
        return Found(source, Mark(snapshot))
    account = await instance.reader.explain(Question(source, Answer(last_absence), Answer(snapshot)))
    return Found(source, telling_of(instance, source, account, (None, last_absence), (None, snapshot)))


async def _silence(instance: Instance, source: Source, standing: Standing, snapshot: Snapshot) -> Found:
    """The target of a link does not answer: told once, when there is no doubt left."""
    looks = away(standing, snapshot)
    if standing.removal or not links.is_dead(looks):
        return Found(source, Mark(snapshot))
    before = standing.baseline or await _first_of(instance, source, looks)
    account = await instance.reader.explain(Question(source, Answer(before), Answer(snapshot)))
    ends = (standing.version or None, before), (None, snapshot)
    return Found(source, telling_of(instance, source, account, *ends, removal="removed"))


async def _explain(
    instance: Instance, source: Source, standing: Standing, after: Answer, is_second_look: bool
) -> Account:
    assert standing.baseline is not None
    before = await answer_of(instance, standing.baseline, standing.version)
    as_read = await instance.keeper.ask(lambda: _as_read(instance, source, standing, before))
    earlier = await instance.keeper.ask(
        lambda: instance.store.history.fingerprints(source.id, limit=_REMEMBERED_VERSIONS)
    )
    question = Question(
        source,
        before,
        after,
        tuple((number, print_) for number, print_ in earlier if number != standing.version),
        await _original(instance, source),
        before_as_read=as_read,
        is_second_look=is_second_look and source.learn_moving,
    )
    return await explained(instance.reader, question, lambda: instance.watched)


def _as_read(instance: Instance, source: Source, standing: Standing, before: Answer) -> str:
    """What the baseline was read as, where that still holds; looks in between that were recognised read the same."""
    assert before.payload is not None
    skim = standing.skim if standing.rules == instance.rules else ""
    key = remembered.key(instance.rules, source, before.payload, skim)
    return instance.store.reading_of(source.id, key) if key else ""


def _reading(instance: Instance, source: Source, account: Account, after: Answer, skim: str) -> AsRead | None:
    """What the newer answer was read as, for the next comparison."""
    assert after.payload is not None
    key = remembered.key(instance.rules, source, after.payload, skim)
    return AsRead(key, account.as_read) if key and account.as_read else None


async def _labelled(instance: Instance, account: Account, snapshot: Snapshot) -> Account:
    """The account, its findings saying so where the page goes to and fro between two versions."""
    if not any(Flag.REVERTED in finding.flags for finding in account.findings):
        return account
    versions = await instance.keeper.ask(lambda: instance.store.history.versions(snapshot.source_id))
    words = alternation(versions, account.fingerprint, snapshot.started_at)
    return replace(account, findings=labelled(account.findings, words)) if words else account


async def _with_return(
    instance: Instance, source: Source, standing: Standing, absence: Snapshot, after: Answer, account: Account
) -> Account:
    """The account with "the page is back" before it."""
    versions = await instance.keeper.ask(lambda: instance.store.history.fingerprints(source.id, limit=1))
    back = await instance.reader.explain(Question(source, Answer(absence), after, tuple(versions)))
    told = withdrawn(back.findings) if standing.removal == "doubted" else back.findings
    return replace(account, findings=(*told, *account.findings))


async def absence(instance: Instance, source: Source, standing: Standing, snapshot: Snapshot) -> Found:
    """The publisher says that the page is not there: doubted at once, removed once confirmed, told once each."""
    assert standing.baseline is not None
    state = availability.judge(away(standing, snapshot)).state
    if state == "there" or standing.removal in (state, "removed"):
        return Found(source, Mark(snapshot))
    before = Answer(standing.baseline, None, standing.version)
    account = await instance.reader.explain(Question(source, before, Answer(snapshot)))
    if state == "removed":
        account = replace(account, findings=confirmed(account.findings))
    ends = (standing.version, standing.baseline), (None, snapshot)
    return Found(source, telling_of(instance, source, account, *ends, removal=state))


async def answer_of(instance: Instance, snapshot: Snapshot, version: int | None = None) -> Answer:
    """The look with what it brought."""
    payload = await instance.keeper.ask(lambda: instance.store.history.payload(snapshot))
    return Answer(snapshot, payload, version)


async def absent_at(instance: Instance, source: Source, before: Snapshot) -> Snapshot | None:
    """The last look at which the page was not there, or, of a link, nobody answered."""
    history, until = instance.store.history, before.started_at
    looks = await instance.keeper.ask(lambda: history.snapshots(source.id, until=until, limit=_REMEMBERED_VERSIONS))
    # Not every look that counted as an absence did so when it was kept: a notice is known by its second look.
    told = await instance.keeper.ask(lambda: history.changes(source_id=source.id, limit=_REMEMBERED_VERSIONS))
    looks += [one.after for one in told if one.after.started_at < until]
    return next((look for look in looks if _is_absence(source, look.outcome)), None)


def _is_absence(source: Source, outcome: Outcome) -> bool:
    return links.speaks_against(outcome) if source.linked_from else outcome.is_gone


async def _first_of(instance: Instance, source: Source, looks: Sequence[tuple[datetime, Outcome]]) -> Snapshot:
    """The first of the looks since the target last answered."""
    since = looks[0][0]
    kept = await instance.keeper.ask(lambda: instance.store.history.snapshots(source.id, since=since))
    return kept[-1]


async def _original(instance: Instance, source: Source) -> Payload | None:
    """The page that the source is a copy of, as last seen."""
    if source.mirror_of is None:
        return None
    original = source.mirror_of
    standings = await instance.keeper.ask(lambda: instance.store.agenda.standings([original]))
    baseline = standings[original].baseline if original in standings else None
    if baseline is None:
        return None
    try:
        return await instance.keeper.ask(lambda: instance.store.history.payload(baseline))
    except Withdrawn:
        return None  # there is nothing left that the copy could differ from
