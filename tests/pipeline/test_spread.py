"""When a new page is looked at again: at a place of its own, so that pages added together do not stay together."""

import asyncio
from datetime import timedelta

from tests.pipeline.conftest import START

HOUR = timedelta(hours=1)


def test_pages_that_were_added_together_spread_over_the_second_half_of_their_period(watch, says):
    addresses = {f"page-{n}": f"https://host-{n}.gov/" for n in range(24)}

    async def story():
        async with watch(addresses, every=12 * HOUR) as w:
            w.script.says = {url: says("Words.") for url in addresses.values()}
            await w.check()
            first = {name: one.next_look_at for name, one in w.store.agenda.standings().items()}
            assert all(6 * HOUR <= at - START <= 12 * HOUR + HOUR for at in first.values())
            hours = {int((at - START) / HOUR) for at in first.values()}
            assert len(hours) >= 5  # of six
            for name in addresses:
                w.clock.at = max(w.clock.at, first[name])
            await w.check()
            second = {name: one.next_look_at for name, one in w.store.agenda.standings().items()}
            assert all((second[name] - first[name]) % (12 * HOUR) == timedelta() for name in addresses)

    asyncio.run(story())
