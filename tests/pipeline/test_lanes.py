"""What one lane of a fleet looks at: what is due on its host, also where a followed link leads, and nothing else."""

import asyncio

from watcher.fleet.steps import Steps
from watcher.model import Links, Source


def test_a_lane_leaves_the_pages_of_other_hosts_alone(watch, says):
    async def go():
        async with watch({"a": "http://one.test/a", "b": "http://one.test/b", "c": "http://two.test/c"}) as there:
            for name, page in (("a", "one"), ("b", "one"), ("c", "two")):
                there.script.says[f"http://{page}.test/{name}"] = says(f"<p>Page {name}.</p>")
            steps = Steps(there.instance, lambda checked: None)
            assert await steps.hosts() == {"one.test", "two.test"}
            await steps.look("one.test")
            assert set(there.script.asked) == {"http://one.test/a", "http://one.test/b"}
            assert await steps.hosts() == {"two.test"}
            await steps.look("nowhere.test")
            await steps.look("two.test")
            assert await steps.hosts() == set()

    asyncio.run(go())


def test_a_followed_link_is_in_the_lane_of_the_host_to_which_it_leads(watch, says):
    async def go():
        page = Source("a", "http://one.test/a", learn_moving=False, links=Links(follow=("two.test",)))
        async with watch({"a": page}) as there:
            there.script.says["http://one.test/a"] = says('<p><a href="http://two.test/memo">The memo</a></p>')
            there.script.says["http://two.test/memo"] = says("<p>What the memo says.</p>")
            await Steps(there.instance, lambda checked: None).look("one.test")
            later = Steps(there.instance, lambda checked: None)  # another worker, which reads the links anew
            assert await later.hosts() == {"two.test"}
            await later.look("two.test")
            assert there.script.asked == ["http://one.test/a", "http://two.test/memo"]

    asyncio.run(go())
