"""A site whose "not modified" is wrong: the change is seen all the same, within a day."""

import asyncio
from datetime import timedelta

import pytest

from tests.pipeline.conftest import START, Script
from watcher.errors import TimedOut
from watcher.model import Outcome
from watcher.net import Answer

URL = "https://a.gov/"
HOUR = timedelta(hours=1)
VALIDATORS = {
    "etag": (("etag", '"always-the-same"'),),
    "last-modified": (("last-modified", "Mon, 05 Oct 2020 08:00:00 GMT"),),
    "both": (("etag", 'W/"x"'), ("last-modified", "Mon, 05 Oct 2020 08:00:00 GMT")),
}


class Stubborn(Script):
    """Whoever names a validator is told that nothing changed, whatever did."""

    def __init__(self, validators):
        super().__init__()
        self.validators = validators
        self.in_full = 0
        self.is_down = False

    async def get(self, url, *, headers=None):
        """304 to every conditional question."""
        if self.is_down:
            raise TimedOut("no answer", url=url)
        if headers:
            return Answer(url, url, 304, self.validators, (), b"", 0, "proven", "192.0.2.1")
        self.in_full += 1
        body = self.says[url].encode()
        kind = (("content-type", "text/html"), *self.validators)
        return Answer(url, url, 200, kind, (), body, len(body), "proven", "192.0.2.1")


@pytest.mark.parametrize(("name", "changed_after"), [("etag", 1), ("last-modified", 7), ("both", 23)])
def test_a_change_behind_a_wrong_304_is_seen_within_a_day(watch, says, name, changed_after):
    script = Stubborn(VALIDATORS[name])

    async def story():
        script.says[URL] = says("You may apply.", "They may appeal.")
        async with watch({"a": URL}, script=script, every=HOUR) as w:
            await w.check()
            changed_at = START + changed_after * HOUR
            outcomes = []
            while not w.told("a"):
                if w.clock.at >= changed_at:
                    script.says[URL] = says("You will apply.", "They may appeal.")
                outcomes.append((await w.next_round())["a"].outcome)
                assert w.clock.at - changed_at <= timedelta(hours=25)
            (finding,) = w.told("a")
            assert (finding.before, finding.after) == ("You may apply.", "You will apply.")
            assert outcomes.count(Outcome.NOT_MODIFIED) >= 20  # the site was believed meanwhile
            assert script.in_full <= 3

    asyncio.run(story())


def test_after_an_error_the_page_is_asked_for_in_full(watch, says):
    script = Stubborn(VALIDATORS["both"])

    async def story():
        script.says[URL] = says("You may apply.")
        async with watch({"a": URL}, script=script, every=HOUR) as w:
            await w.check()
            assert (await w.next_round())["a"].outcome is Outcome.NOT_MODIFIED
            script.is_down = True
            assert (await w.next_round())["a"].outcome is Outcome.TIMEOUT
            script.is_down = False
            script.says[URL] = says("You will apply.")
            assert (await w.next_round())["a"].outcome is Outcome.OK

    asyncio.run(story())
