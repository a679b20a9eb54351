"""What people said of a change."""

import json
from collections.abc import Sequence

from sqlalchemy import select

from watcher.store.database.tables import REVIEW
from watcher.store.history.told import WhatWasTold
from watcher.store.intake import Review
from watcher.store.ledger.records import review_from, review_record


class Reviewed(WhatWasTold):
    """The verdicts, only ever added to."""

    def review(self, change_id: str, verdict: str, note: str, by: str) -> Review:
        """Add what a person says of a change, for good."""
        told = self.change(change_id)
        self._journal.write([review_record(told.change_id, verdict, note, by)])
        return self.reviews(told.change_id)[-1]

    def reviews(self, change_id: str) -> list[Review]:
        """What people said of a change, oldest first."""
        query = select(REVIEW.c.record).where(REVIEW.c.change_id == change_id).order_by(REVIEW.c.seq)
        return [review_from(json.loads(record)) for record in self._scalars(query)]

    def verdicts(self, change_ids: Sequence[str]) -> dict[str, str]:
        """What was last said of each of these changes; nothing of those of which nobody said anything."""
        query = select(REVIEW.c.record).where(REVIEW.c.change_id.in_(change_ids)).order_by(REVIEW.c.seq)
        said = [review_from(json.loads(record)) for record in self._scalars(query)]
        return {review.change_id: review.verdict for review in said}
