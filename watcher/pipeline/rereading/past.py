"""The questions that the looks at a source once put, to be asked again under today's rules."""

from datetime import datetime

from watcher.errors import WatcherError
from watcher.model import Outcome, Payload, Snapshot, Source
from watcher.normalize import skim_all
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.asking import explained
from watcher.pipeline.rereading.desk import Desk
from watcher.pipeline.rereading.replay import Step, has_page

_REMEMBERED = 50  # versions before, and looks at an original


class Past:
    """What was known of a source when it was looked at."""

    def __init__(self, desk: Desk, source: Source) -> None:
        self._desk = desk
        self._source = source
        self._prints: dict[int, str] = {}
        self._skims: dict[tuple[str | None, ...], str] = {}

    async def explain(self, step: Step) -> Account:
        """The same question as then; a first look has nothing before it."""
        account = await self._ask(await self._question(step))
        if step.told is not None and step.told.after_version is not None:
            self._prints[step.told.after_version] = account.fingerprint
        return account

    async def explain_copy(self, page: Snapshot, before: Snapshot, after: Snapshot) -> Account:
        """What its original's change makes of a copy that says all the while what the page says."""
        was, now, copy = self._payload(before), self._payload(after), self._answer(page)
        return await self._ask(Question(self._source, copy, copy, original=now, original_before=was))

    def is_same(self, before: Snapshot, after: Snapshot) -> bool:
        """The cheap test: the same bytes, or the same skim, at the same address."""
        if after.outcome is Outcome.NOT_MODIFIED:
            return True
        if before.final_url != after.final_url:
            return False
        return _bodies(before) == _bodies(after) or self._skim(before) == self._skim(after) != ""

    async def _question(self, step: Step) -> Question:
        after = self._answer(step.look)
        if step.baseline is None:
            return Question(self._source, None, after)
        return Question(
            self._source,
            self._answer(step.baseline, step.version),
            after,
            await self._earlier(step.version),
            self._original(step.told.made_at if step.told else step.look.finished_at),
        )

    async def _earlier(self, version: int) -> tuple[tuple[int, str], ...]:
        """(version, fingerprint under today's rules) of the versions before that one, newest first."""
        numbers = range(version - 1, max(0, version - _REMEMBERED), -1)
        return tuple([(number, known) for number in numbers if (known := await self._fingerprint(number))])

    async def _fingerprint(self, number: int) -> str:
        """Of a version's document; empty when it cannot be read any more."""
        if number not in self._prints:
            history = self._desk.kept.history
            try:
                version = history.version(self._source.id, number)
                first = Step(history.snapshot(version.snapshot_id))
                self._prints[number] = (await self._ask(await self._question(first))).fingerprint
            except WatcherError:
                self._prints[number] = ""
        return self._prints[number]

    def _original(self, moment: datetime) -> Payload | None:
        """The page that the source is a copy of, as it had last been seen then."""
        if self._source.mirror_of is None:
            return None
        looks = self._desk.kept.history.snapshots(self._source.mirror_of, until=moment, limit=_REMEMBERED)
        return next((self._payload(look) for look in looks if has_page(look)), None)

    def _skim(self, look: Snapshot) -> str:
        key = (look.header("content-type"), *_bodies(look))
        if key not in self._skims:
            self._skims[key] = skim_all(self._payload(look), self._source.moving)
        return self._skims[key]

    def _answer(self, look: Snapshot, version: int | None = None) -> Answer:
        return Answer(look, self._payload(look), version)

    def _payload(self, look: Snapshot) -> Payload:
        return self._desk.kept.history.payload(look)

    async def _ask(self, question: Question) -> Account:
        return await explained(self._desk.reader, question, lambda: self._desk.watched)


def _bodies(look: Snapshot) -> tuple[str | None, ...]:
    return look.body_sha256, *(further.body_sha256 for further in look.further)
