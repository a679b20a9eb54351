"""Which declared copies differ otherwise from their original because the original changed."""

from collections.abc import Sequence

from watcher.model import Source
from watcher.pipeline.account import Answer, Question
from watcher.pipeline.compare import answer_of, as_learnt
from watcher.pipeline.instance import Instance
from watcher.pipeline.telling import Found, telling_of
from watcher.store import Telling


async def copies(instance: Instance, found: Sequence[Found]) -> list[Found]:
    """What is to be told of copies: where each no longer says what its original says since now, or says it again."""
    return [
        told
        for one in found
        if isinstance(one.outcome, Telling) and one.outcome.version and one.outcome.told.before.outcome.is_page
        for copy in instance.copies.get(one.source.id, ())
        if (told := await _copy(instance, copy, one.outcome)) is not None
    ]


async def _copy(instance: Instance, copy: Source, original: Telling) -> Found | None:
    standing = await instance.keeper.ask(lambda: instance.store.agenda.standing(copy.id))
    before, after = original.told.before, original.told.after
    if standing.baseline is None or standing.baseline.body_sha256 is None or before.body_sha256 is None:
        return None
    copy = as_learnt(copy, standing)
    page = await answer_of(instance, standing.baseline, standing.version)
    was, now = await answer_of(instance, before), await answer_of(instance, after)
    account = await instance.reader.explain(
        Question(copy, page, Answer(page.snapshot, page.payload), original=now.payload, original_before=was.payload)
    )
    if not account.findings:
        return None
    # Nobody looked at the copy: the evidence is the two looks at its original.
    return Found(copy, telling_of(instance, copy, account, (None, before), (None, after)))
